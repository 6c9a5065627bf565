using DSoftBus.Net.Tcp;
using DSoftBus.Net.Tcp.Opening;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Time;
using Xunit;

namespace DSoftBus.Tests.Net.Tcp;

/// <summary>Where sequence numbers and timestamps start: RFC 6528 section 3, RFC 9293 section 3.4.1, RFC 7323 section 7.1.</summary>
public sealed class InitialNumbersTests
{
    private static readonly Instant Start = Instant.Zero + TimeSpan.FromDays(3);

    [Fact]
    public void The_numbers_of_one_four_tuple_grow_by_one_every_four_microseconds()
    {
        var numbers = new KeyedNumbers(new TestEntropy(1));
        var key = Key(4000);
        var first = numbers.Sequence(key, Start);
        Assert.Equal(1, numbers.Sequence(key, Start + TimeSpan.FromMicroseconds(4)) - first);
        Assert.Equal(250_000, numbers.Sequence(key, Start + TimeSpan.FromSeconds(1)) - first);
        Assert.Equal(numbers.TimestampOffset(key), numbers.TimestampOffset(key));
    }

    [Fact]
    public void Those_of_different_four_tuples_and_different_keys_have_nothing_to_do_with_each_other()
    {
        var numbers = new KeyedNumbers(new TestEntropy(1));
        var others = new KeyedNumbers(new TestEntropy(2));
        var starts = Enumerable.Range(1, 2000).Select(port => numbers.Sequence(Key(port), Start)).ToArray();
        var steps = starts.Zip(starts.Skip(1), (first, second) => second - first).ToArray();

        // Neighbouring ports: half of the steps go down, hardly two are equal, and every sixteenth of the number space is met as often as the others.
        Assert.InRange(steps.Count(step => step < 0), 850, 1150);
        Assert.InRange(steps.Distinct().Count(), 1990, 2000);
        Assert.All(starts.GroupBy(start => start.Value >> 28), group => Assert.InRange(group.Count(), 70, 190));
        Assert.Equal(2000, Enumerable.Range(1, 2000).Count(port => others.Sequence(Key(port), Start) != numbers.Sequence(Key(port), Start)));
        Assert.InRange(Enumerable.Range(1, 2000).Select(port => numbers.TimestampOffset(Key(port))).Distinct().Count(), 1990, 2000);
    }

    [Fact]
    public void Each_part_of_the_four_tuple_counts()
    {
        var numbers = new KeyedNumbers(new TestEntropy(1));
        var key = Key(4000);
        var swapped = new TcpKey(key.Remote, key.RemotePort, key.Local, key.LocalPort);
        TcpKey[] keys = [key, key with { Local = new(10, 0, 0, 9) }, key with { LocalPort = 81 }, key with { Remote = new(10, 0, 0, 9) }, key with { RemotePort = 81 }, swapped];
        Assert.Equal(keys.Length, keys.Select(one => numbers.Sequence(one, Start)).Distinct().Count());
    }

    [Fact]
    public void A_key_drawn_without_entropy_is_replaced_when_there_is_some()
    {
        var entropy = new LateEntropy();
        var numbers = new KeyedNumbers(entropy);
        var early = numbers.Sequence(Key(1), Start);
        entropy.IsAvailable = true;
        var late = numbers.Sequence(Key(1), Start);
        Assert.NotEqual(early, late);
        Assert.Equal(late, numbers.Sequence(Key(1), Start));
        Assert.Equal(2, entropy.Drawn);
    }

    [Fact]
    public void With_test_keys_the_numbers_are_the_specified_stream_at_any_time_and_for_any_address()
    {
        var numbers = new StreamNumbers(new TestEntropy(0x0a));
        var stream = new TestEntropy(0x0a).For("tcp-isn");
        for (int i = 0; i < 10; i++)
            Assert.Equal(stream.NextUInt32(), numbers.Sequence(Key(i + 1), Start + TimeSpan.FromSeconds(i)).Value);
        Assert.Equal(new TestEntropy(0x0a).For("tcp-timestamp").NextUInt32(), numbers.TimestampOffset(Key(1)));
    }

    [Fact]
    public void A_layer_uses_the_keyed_clock_unless_it_is_given_something_else()
    {
        var script = new TcpScript { OwnPort = 80 };
        script.Layer.Listen(Ipv4Address.Any, 80, 4, out _);
        var first = OpenAndReset(script);
        script.Advance(1000);
        Assert.Equal(250_000, OpenAndReset(script) - first);
    }

    private static SequenceNumber OpenAndReset(TcpScript script)
    {
        script.Send(0, TcpFlags.Syn);
        script.Iss = script.Network.Sent.Dequeue().Sequence;
        script.Send(1, TcpFlags.Rst);
        return script.Iss;
    }

    private static TcpKey Key(int port) => new(ScriptedNetwork.Own, 80, ScriptedNetwork.Peer, (ushort)port);

    private sealed class LateEntropy : IEntropy, IRandomSource
    {
        private readonly IRandomSource _values = new TestEntropy(7).For("any");

        public bool IsAvailable { get; set; }

        public byte? TestSeed => null;

        public int Drawn { get; private set; }

        public IRandomSource For(string purpose)
        {
            Assert.Equal("tcp-isn", purpose);
            Drawn++;
            return this;
        }

        public void Fill(Span<byte> destination) => _values.Fill(destination);
    }
}
