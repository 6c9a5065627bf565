using DSoftBus.Qemu.Harness;

namespace DSoftBus.Qemu.TwoVm;

/// <summary>Performance budgets of the phases.</summary>
public static class TwoVmBudgets
{
    public static TimeSpan Discovery { get; } = TimeSpan.FromSeconds(15);

    public static TimeSpan Session { get; } = TimeSpan.FromSeconds(5);

    public static TimeSpan Remote { get; } = TimeSpan.FromSeconds(60);

    public static TimeSpan Total { get; } = TimeSpan.FromSeconds(120);

    /// <summary>The first budget that a run exceeded, or null.</summary>
    internal static HarnessFailure? FindExceeded(PhaseClock phases)
    {
        (string Name, TimeSpan Observed, TimeSpan Budget, HarnessCode Code)[] all =
        [
            ("discovery", phases.Durations.GetValueOrDefault("discovery"), Discovery, HarnessCode.PerfBudgetDiscovery),
            ("session", phases.Durations.GetValueOrDefault("session"), Session, HarnessCode.PerfBudgetSession),
            ("remote", phases.Durations.GetValueOrDefault("remote"), Remote, HarnessCode.PerfBudgetRemote),
            ("total", phases.Total, Total, HarnessCode.PerfBudgetTotal),
        ];
        foreach ((string name, TimeSpan observed, TimeSpan budget, HarnessCode code) in all)
        {
            if (observed > budget)
                return new(code, "end", null, "host", $"{name} took {observed.TotalMilliseconds:F0} ms, the budget is {budget.TotalMilliseconds:F0} ms", "Compare with earlier runs; a busy host slows the emulator down.");
        }

        return null;
    }
}
