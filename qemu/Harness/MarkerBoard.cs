namespace DSoftBus.Qemu.Harness;

/// <summary>Keeps the first sighting of every expected marker, also of those that come before their phase is waited for.</summary>
public sealed class MarkerBoard(IReadOnlyList<MarkerExpectation> expectations)
{
    private readonly Dictionary<MarkerExpectation, MarkerSighting> _sightings = [];

    public IReadOnlyList<MarkerExpectation> Expectations => expectations;

    /// <summary>Enters a line; returns the expectation that it met for the first time, or null.</summary>
    public MarkerExpectation? Observe(GuestEvent.Line line)
    {
        foreach (MarkerExpectation expectation in expectations)
        {
            if (expectation.Node == line.Node && !_sightings.ContainsKey(expectation) && expectation.Matches(line.Text))
            {
                _sightings.Add(expectation, new MarkerSighting(line.Number, line.Text, line.SinceLaunch));
                return expectation;
            }
        }

        return null;
    }

    /// <summary>The first sighting, or null.</summary>
    public MarkerSighting? Find(MarkerExpectation expectation) =>
        _sightings.TryGetValue(expectation, out MarkerSighting sighting) ? sighting : null;

    /// <summary>The first sighting by node and key, or null.</summary>
    public MarkerSighting? Find(string node, string key) =>
        expectations.FirstOrDefault(e => e.Node == node && e.Key == key) is { } expectation ? Find(expectation) : null;

    /// <summary>The first pair of ordered markers of one node that came the wrong way round, or null.</summary>
    public (MarkerExpectation Early, MarkerExpectation Late)? FindDisorder()
    {
        foreach (IGrouping<string, MarkerExpectation> node in expectations.Where(e => e.IsOrdered && Find(e) is not null).GroupBy(e => e.Node))
        {
            foreach ((MarkerExpectation first, MarkerExpectation second) in node.Zip(node.Skip(1)))
            {
                if (Find(first)!.Value.Line > Find(second)!.Value.Line)
                    return (second, first);
            }
        }

        return null;
    }
}
