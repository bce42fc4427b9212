using System.Reflection;
using ModelGen.Ptx;

// ASSEMBLY FOLDER REFERENCES: writes the modules of the assembly's kernels into the folder; REFERENCES is a file of paths, one a line.
if (args is not [string path, string folder, string referencesFile])
{
    Console.Error.WriteLine("usage: ModelGen.Ptx ASSEMBLY FOLDER REFERENCES");
    return 2;
}

Directory.CreateDirectory(folder);
foreach (string old in Directory.EnumerateFiles(folder, "*.ptx"))
    File.Delete(old);
Assembly assembly = new KernelAssembly(File.ReadLines(referencesFile).Where(line => line.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))).Load(path);
var places = new KernelPlaces(assembly);
int failed = 0;
foreach (Type type in PtxCompiler.KernelClasses(assembly))
{
    try
    {
        foreach ((int architecture, string text) in PtxCompiler.Modules(type))
            File.WriteAllText(Path.Combine(folder, PtxCompiler.FileName(type, architecture)), text);
    }
    catch (PtxException exception)
    {
        Console.WriteLine(places.ErrorLine(exception));
        failed++;
    }
}

return failed == 0 ? 0 : 1;
