namespace DSoftBus.Runtime.Tasks;

/// <summary>What a task says to the outside.</summary>
public interface ITaskLog
{
    /// <summary>A whole marker line (see <see cref="Markers.Markers"/>), printed only where the thing happened.</summary>
    void Marker(string line);

    /// <summary>A named event: kept in the trace ring; printed too when the boot word <c>softbus.log</c> is there.</summary>
    void Event(string name, string detail = "");
}
