using ModelGen.Runtime;

namespace ModelGen;

public abstract partial class CompiledNetwork
{
    /// <summary>
    /// Starts to time each kernel and each update of the runs that follow; a profile begun before ends. Results stay the same to the bit. The network pays
    /// some tens of nanoseconds for each kernel, and without a profile nothing to speak of. On a device kernels are timed by the device's own clock and launched one by one.
    /// </summary>
    /// <returns>The profile, which fills with every run until <see cref="StopProfile"/>.</returns>
    /// <exception cref="NotSupportedException">The network is on a device that does not tell how long its kernels take.</exception>
    public KernelProfile StartProfile()
    {
        if (session is { CanProfile: false })
            throw new NotSupportedException($"{Device}, which {Plan.Name} is on, does not tell how long its kernels take; on the processor a profile can be taken.");
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
        if (session is not null)
            session.Profile = profile;
        Exit();
    }
}
