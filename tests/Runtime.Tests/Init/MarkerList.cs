using DSoftBus.Runtime.Tasks;

namespace DSoftBus.Tests.Runtime.Init;

/// <summary>Collects the marker lines of a node.</summary>
internal sealed class MarkerList : IMarkerSink
{
    public List<string> Lines { get; } = [];

    public void Line(string task, string line) => Lines.Add(line);
}
