using System.Text;
using DSoftBus.Net.Tcp.Congestion;
using DSoftBus.Tests.Metal.Runner;
using DSoftBus.Tests.Support;
using Xunit;

namespace DSoftBus.Tests.Net.Throughput;

/// <summary>
/// Tables of throughput and fairness, committed as snapshots: read as an expert before they are accepted. Every row is a test of its
/// own besides: text arrives whole, no connection fails, and what theory and the absence of loss demand is there.
/// </summary>
public sealed class ThroughputTests
{
    private static readonly int[] Losses = [0, 1, 10, 50];
    private static readonly int[] Buffers = [1, 4, 16];
    private static readonly int[] FlowCounts = [1, 2, 8];

    [Theory]
    [InlineData(2)]
    [InlineData(20)]
    [InlineData(100)]
    public void Over_round_trip_loss_buffer_and_flows(int roundTrip)
    {
        var paths = Losses.SelectMany(loss => Buffers.Select(buffer => new Path(roundTrip, loss, buffer)));
        var rows = paths.SelectMany(path => FlowCounts.Select(flows => (Path: path, Flows: flows)));
        var text = Heading(roundTrip)
            .AppendLine("                     CUBIC                         NewReno")
            .AppendLine(" loss buffer flows   good fair again vain  rto     good fair again vain  rto");
        foreach (string line in rows.AsParallel().AsOrdered().Select(row => Row(row.Path, row.Flows)))
            text.AppendLine(line);
        Golden.Match($"throughput/rtt-{roundTrip}ms", text.ToString());
    }

    /// <summary>Half of the flows are CUBIC's, half NewReno's, through one bottleneck. RFC 9438 section 4.3: on short and lossy paths they are equal.</summary>
    [Fact]
    public void Cubic_beside_NewReno()
    {
        int[] roundTrips = [20, 100], losses = [0, 10], flowCounts = [1, 4];
        var paths = roundTrips.SelectMany(roundTrip => losses.SelectMany(loss => Buffers.Select(buffer => new Path(roundTrip, loss, buffer))));
        var rows = paths.SelectMany(path => flowCounts.Select(flows => (Path: path, Flows: flows)));
        var text = new StringBuilder($"{Path.Rate / 1_000_000} Mbit/s, as many flows of each; shares of the rate in 1/1000").AppendLine().AppendLine()
            .AppendLine("  rtt  loss buffer flows   CUBIC NewReno");
        foreach (string line in rows.AsParallel().AsOrdered().Select(row => Shared(row.Path, row.Flows)))
            text.AppendLine(line);
        Golden.Match("throughput/shared", text.ToString());
    }

    /// <summary>Nothing is lost: nothing is sent twice, no timer expires, and the line is full.</summary>
    [Theory]
    [InlineData(2, 1)]
    [InlineData(2, 8)]
    [InlineData(20, 1)]
    [InlineData(20, 8)]
    [InlineData(100, 1)]
    [InlineData(100, 8)]
    [HostOnly("holds a hundred megabytes of packet buffers")]
    public void Nothing_is_repeated_when_nothing_is_lost(int roundTrip, int flows)
    {
        foreach (var algorithm in new[] { CongestionAlgorithm.Cubic, CongestionAlgorithm.NewReno })
        {
            var result = new Bottleneck(new Path(roundTrip, 0, Path.Endless), [algorithm], flows).Run();
            Assert.Equal((0L, 0L, 0L), (result.Dropped, result.Repeated, result.Timeouts));
            Assert.InRange(result.Goodput, 930, 950);
        }
    }

    [Fact]
    [HostOnly("takes a minute of an emulated processor")]
    public void A_run_repeats_bit_for_bit()
    {
        var path = new Path(20, 10, 4);
        Assert.Equal(Row(path, 2), Row(path, 2));
    }

    private static StringBuilder Heading(int roundTrip) => new StringBuilder()
        .AppendLine($"{Path.Rate / 1_000_000} Mbit/s, round trip {roundTrip} ms, {new Path(roundTrip, 0, 1).Seconds} s of which the first fifth is not measured; loss of data only; buffer in bandwidth-delay products")
        .AppendLine("good: text as a share of the rate in 1/1000, at most 941; fair: Jain's index in 1/1000; again: retransmitted segments in 1/10000;")
        .AppendLine("vain: retransmissions that no dropped frame explains (below zero: not yet repaired); rto: expired retransmission timers")
        .AppendLine();

    private static string Row(Path path, int flows)
    {
        var cubic = new Bottleneck(path, [CongestionAlgorithm.Cubic], flows).Run();
        var reno = new Bottleneck(path, [CongestionAlgorithm.NewReno], flows).Run();
        AssertSound(path, flows, cubic, "CUBIC");
        AssertSound(path, flows, reno, "NewReno");
        return $"{path.LossPerMille / 10m,4:0.0}% {path.BufferQuarters / 4m,5:0.00}x {flows,5}   {Columns(cubic)}     {Columns(reno)}";
    }

    private static string Columns(RunResult result) => $"{result.Goodput,4} {result.Fairness,4} {result.RepeatedShare,5} {result.Needless,4} {result.Timeouts,4}";

    private static string Shared(Path path, int flows)
    {
        var result = new Bottleneck(path, [CongestionAlgorithm.Cubic, CongestionAlgorithm.NewReno], flows).Run();
        long cubic = result.ShareOf(index => index % 2 == 0), reno = result.ShareOf(index => index % 2 == 1);
        Assert.True(cubic > 0 && reno > 0, $"{path}: one starves the other");
        return $"{path.RoundTrip,3}ms {path.LossPerMille / 10m,4:0.0}% {path.BufferQuarters / 4m,5:0.00}x {flows,5}   {cubic,5} {reno,7}";
    }

    // With windows of a few segments chance and timeouts rule; from there on what follows is not a matter of luck.
    private static void AssertSound(Path path, int flows, RunResult result, string name)
    {
        string row = $"{name} {path} {flows} flows: {result}";
        Assert.True(result.Octets.Sum() > 0, row);
        if (path.RoundTrip < 20)
            return;

        // At a loss in twenty the window is five segments: now and then a timeout takes a whole second.
        int tenths = path.LossPerMille > 10 ? 3 : 6;
        Assert.True(result.Goodput >= path.ReachableGoodput(flows) * tenths / 10, $"{row}: below what the loss allows, {path.ReachableGoodput(flows)}");
        Assert.True(result.Octets.Min() > 0, $"{row}: a flow starves");
        if (path is { LossPerMille: 0, BufferQuarters: >= 4 })
            Assert.True(result.Goodput >= 900, $"{row}: the line is not full");
    }
}
