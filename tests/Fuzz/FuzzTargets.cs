using DSoftBus.Fuzz.Targets;

namespace DSoftBus.Fuzz;

/// <summary>All targets, in the order of their layers.</summary>
public static class FuzzTargets
{
    public static IReadOnlyList<IFuzzTarget> All { get; } = [.. WireTargets.All, .. FacadeTargets.All, new TcpTarget(), new StackTarget()];

    public static IFuzzTarget? Find(string name) => All.FirstOrDefault(target => target.Name == name);
}
