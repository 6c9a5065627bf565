using DSoftBus.Runtime.Time;

namespace DSoftBus.Runtime.Tasks;

/// <summary>Markers to the sink, events into the ring and, when asked for at boot, to the sink as well.</summary>
internal sealed class TaskLog(string task, IMarkerSink sink, TraceRing trace, IClock clock, bool printsEvents) : ITaskLog
{
    public void Marker(string line) => sink.Line(task, line);

    public void Event(string name, string detail = "")
    {
        trace.Add(new TraceEntry(clock.Now, name, 0, 0, detail));
        if (printsEvents)
            sink.Line(task, $"log: {clock.Now} {task} {name} {detail}".TrimEnd());
    }
}
