namespace ModelGen.CudaStandIn.Ptx;

/// <summary>What a thread can ask of itself and of the launch.</summary>
internal enum SpecialRegister
{
    ThreadX,
    ThreadY,
    ThreadZ,
    ThreadsX,
    ThreadsY,
    ThreadsZ,
    GroupX,
    GroupY,
    GroupZ,
    GroupsX,
    GroupsY,
    GroupsZ,
    Lane,
}

/// <summary>The names of special registers.</summary>
internal static class SpecialRegisters
{
    private static readonly Dictionary<string, SpecialRegister> names = new()
    {
        ["%tid.x"] = SpecialRegister.ThreadX,
        ["%tid.y"] = SpecialRegister.ThreadY,
        ["%tid.z"] = SpecialRegister.ThreadZ,
        ["%ntid.x"] = SpecialRegister.ThreadsX,
        ["%ntid.y"] = SpecialRegister.ThreadsY,
        ["%ntid.z"] = SpecialRegister.ThreadsZ,
        ["%ctaid.x"] = SpecialRegister.GroupX,
        ["%ctaid.y"] = SpecialRegister.GroupY,
        ["%ctaid.z"] = SpecialRegister.GroupZ,
        ["%nctaid.x"] = SpecialRegister.GroupsX,
        ["%nctaid.y"] = SpecialRegister.GroupsY,
        ["%nctaid.z"] = SpecialRegister.GroupsZ,
        ["%laneid"] = SpecialRegister.Lane,
    };

    /// <summary>The register of a name; null where none is known.</summary>
    public static SpecialRegister? Find(string name) => names.TryGetValue(name, out SpecialRegister special) ? special : null;
}
