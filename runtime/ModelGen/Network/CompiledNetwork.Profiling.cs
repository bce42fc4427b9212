using ModelGen.Runtime;

namespace ModelGen;

public abstract partial class CompiledNetwork
{
    /// <summary>
    /// Starts to time each kernel and each update of the runs that follow; a profile begun before ends. Results stay the same to the bit. The network pays
    /// some tens of nanoseconds for each kernel, and without a profile nothing to speak of.
    /// </summary>
    /// <returns>The profile, which fills with every run until <see cref="StopProfile"/>.</returns>
    /// <exception cref="NotSupportedException">The network is on another device than the processor.</exception>
    public KernelProfile StartProfile()
    {
        if (session is not null)
            throw new NotSupportedException($"A profile is taken on the processor alone; {Plan.Name} is on {Device}.");
        var profile = new KernelProfile();
        Attach(profile);
        return profile;
    }

    /// <summary>Ends the profile in progress, if there is one; what it measured stays.</summary>
    public void StopProfile() => Attach(null);

    // The profile lies in the team, which must not hold the network: what it needs to know is handed to it.
    private KernelProfile? BeginProfile(int program, ReadOnlySpan<int> sizes)
    {
        KernelProfile? profile = team.First.Profile;
        if (profile is null)
            return null;
        if (!profile.Knows(program, sizes))
            profile.Learn(program, sizes, KernelsOf(program, sizes));
        profile.BeginProgram(program);
        return profile;
    }

    private void Attach(KernelProfile? profile)
    {
        Enter();
        team.First.Profile = profile;
        Exit();
    }
}
