using DSoftBus.Runtime.Time;

namespace DSoftBus.Runtime.Tasks;

/// <summary>One entry of a task's trace ring.</summary>
public readonly record struct TraceEntry(Instant At, string Name, long A, long B, string Detail)
{
    public override string ToString() =>
        Detail.Length == 0 ? $"{At} {Name} {A} {B}" : $"{At} {Name} {Detail}";
}
