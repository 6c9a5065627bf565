using System.Threading.Channels;
using DSoftBus.Qemu.Launch;

namespace DSoftBus.Qemu.Harness;

/// <summary>Waits for markers and exits, driven by the guests' events alone; fails at the first sign of failure.</summary>
public sealed class PhaseWaiter(ChannelReader<GuestEvent> events, MarkerBoard board, FailureRules rules, TimeProvider clock)
{
    private readonly Dictionary<string, GuestExit> _exits = [];
    private readonly Dictionary<string, TimeSpan> _firstLines = [];

    /// <summary>How each guest ended, as far as seen.</summary>
    public IReadOnlyDictionary<string, GuestExit> Exits => _exits;

    /// <summary>When each guest had written its first line, since its own launch; as far as seen.</summary>
    public IReadOnlyDictionary<string, TimeSpan> FirstLines => _firstLines;

    /// <summary>Called for every marker when it is first seen.</summary>
    public Action<MarkerExpectation, MarkerSighting>? OnMarker { get; init; }

    /// <summary>Called when a guest ended.</summary>
    public Action<GuestEvent.Ended>? OnEnded { get; init; }

    /// <summary>Waits until every guest in <paramref name="nodes"/> has written its first line.</summary>
    public Task<PhaseResult> WaitForFirstLinesAsync(IReadOnlyCollection<string> nodes, TimeSpan deadline, CancellationToken cancel) =>
        WaitAsync(() => nodes.FirstOrDefault(node => !_firstLines.ContainsKey(node)), () => [], node => !_firstLines.ContainsKey(node), deadline, cancel);

    /// <summary>Waits until every marker in <paramref name="required"/> was seen.</summary>
    public Task<PhaseResult> WaitForMarkersAsync(IReadOnlyCollection<MarkerExpectation> required, TimeSpan deadline, CancellationToken cancel)
    {
        MarkerExpectation[] Missing() => [.. required.Where(e => board.Find(e) is null)];
        // Any exit before the phase is reached is too early: the others need their peer.
        return WaitAsync(() => Missing().FirstOrDefault()?.Node, Missing, _ => true, deadline, cancel);
    }

    /// <summary>Waits until every guest in <paramref name="nodes"/> ended with success.</summary>
    public Task<PhaseResult> WaitForSuccessAsync(IReadOnlyCollection<string> nodes, TimeSpan deadline, CancellationToken cancel) =>
        WaitAsync(
            () => nodes.FirstOrDefault(node => !(_exits.TryGetValue(node, out GuestExit exit) && exit.IsSuccess)),
            () => [],
            node => !_exits[node].IsSuccess,
            deadline,
            cancel);

    private async Task<PhaseResult> WaitAsync(
        Func<string?> pending, Func<IReadOnlyList<MarkerExpectation>> missing, Func<string, bool> exitIsFatal, TimeSpan deadline, CancellationToken cancel)
    {
        using var timeout = new CancellationTokenSource(deadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancel);
        while (pending() is { } waitedFor)
        {
            cancel.ThrowIfCancellationRequested();
            foreach ((string node, GuestExit exit) in _exits)
            {
                if (exitIsFatal(node))
                    return new PhaseResult.GuestEnded(node, exit, missing());
            }

            // What has happened already counts, however late we come to read it.
            if (!events.TryRead(out GuestEvent? next))
            {
                try
                {
                    next = await events.ReadAsync(either.Token);
                }
                catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
                {
                    return new PhaseResult.TimedOut(waitedFor, missing());
                }
            }

            switch (next)
            {
                case GuestEvent.Line line:
                    _firstLines.TryAdd(line.Node, line.SinceLaunch);
                    if (rules.Judge(line.Text) is var verdict and not LineVerdict.Fine)
                        return new PhaseResult.FailureLine(line.Node, line.Number, line.Text, verdict);
                    if (board.Observe(line) is { } met)
                        OnMarker?.Invoke(met, board.Find(met)!.Value);
                    break;
                case GuestEvent.Ended ended:
                    _exits[ended.Node] = ended.Exit;
                    OnEnded?.Invoke(ended);
                    break;
            }
        }

        return new PhaseResult.Reached();
    }
}
