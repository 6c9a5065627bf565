namespace DSoftBus.Runtime.Tasks;

/// <summary>Where marker lines go: the UART in the guest, a list in a test.</summary>
public interface IMarkerSink
{
    /// <param name="task">The task that prints; not part of the line.</param>
    /// <param name="line">The text without line end.</param>
    void Line(string task, string line);
}
