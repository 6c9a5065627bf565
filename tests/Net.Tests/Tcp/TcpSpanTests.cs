using CsCheck;
using DSoftBus.Net.Tcp;
using DSoftBus.Net.Wire;
using Xunit;

namespace DSoftBus.Tests.Net.Tcp;

/// <summary>Reading and writing in place.</summary>
public sealed class TcpSpanTests
{
    private const TcpFlags Ack = TcpFlags.Ack;

    [Fact]
    public void What_is_shown_is_taken_only_when_the_user_says_so()
    {
        var script = TcpScript.Established(out var connection);
        Assert.Equal(TcpReadStatus.WouldBlock, connection.Peek(out _));
        script.Send(1, Ack, 1, 100);
        Assert.Equal(TcpReadStatus.Ok, connection.Peek(out var text));
        Assert.Equal(TcpScript.PeerText(1, 100), text);
        connection.Advance(30, script.Now);
        Assert.Equal(TcpReadStatus.Ok, connection.Peek(out text));
        Assert.Equal(TcpScript.PeerText(31, 70), text);
        Assert.Throws<ArgumentOutOfRangeException>(() => connection.Advance(71, script.Now));
        connection.Advance(70, script.Now);
        script.Send(101, Ack | TcpFlags.Fin, 1);
        Assert.Equal(TcpReadStatus.EndOfStream, connection.Peek(out _));
    }

    [Fact]
    public void Text_around_the_end_of_the_ring_is_shown_in_two_parts()
    {
        var script = TcpScript.Established(out var connection, new TcpSettings { ReceiveBuffer = 2048 });
        script.Send(1, Ack, 1, 1400);
        connection.Advance(1300, script.Now);
        script.Send(1401, Ack, 1, 1400);
        Assert.Equal(TcpReadStatus.Ok, connection.Peek(out var text));
        Assert.Equal(TcpScript.PeerText(1301, 748), text);
        connection.Advance(text.Length, script.Now);
        Assert.Equal(TcpReadStatus.Ok, connection.Peek(out text));
        Assert.Equal(TcpScript.PeerText(2049, 752), text);
    }

    [Fact]
    public void Reserved_room_becomes_segments_that_leave_together()
    {
        var script = TcpScript.Established(out var connection);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(TcpWriteStatus.Ok, connection.Reserve(out var room));
            Assert.Equal(1460, room.Length);
            room.Fill((byte)i);
            Assert.Equal(TcpWriteStatus.Ok, connection.Commit(room.Length, out int taken));
            Assert.Equal(1460, taken);
        }

        script.ExpectNothing();
        connection.Flush(script.Now);
        for (int i = 0; i < 3; i++)
            Assert.All(script.Expect(Ack, 1 + (i * 1460), 1, 1460).Text, octet => Assert.Equal(i, octet));
    }

    [Fact]
    public void Small_commits_share_a_segment_and_nothing_committed_sends_nothing()
    {
        var script = TcpScript.Established(out var connection);
        for (int i = 0; i < 3; i++)
        {
            connection.Reserve(out var room);
            room[0] = (byte)i;
            connection.Commit(1, out _);
        }

        connection.Reserve(out _);
        connection.Commit(0, out _);
        connection.Flush(script.Now);
        Assert.Equal([0, 1, 2], script.Expect(Ack, 1, 1, 3).Text);
        script.ExpectNothing();
    }

    [Fact]
    public void Room_that_is_reserved_when_the_connection_ends_goes_back()
    {
        var script = TcpScript.Established(out var connection);
        connection.Reserve(out _);
        connection.Abort();
        Assert.Equal(TcpWriteStatus.Failed, connection.Commit(1, out int taken));
        Assert.Equal(0, taken);
        Assert.Equal(script.Network.Buffers.Capacity, script.Network.Buffers.Available);
    }

    [Fact]
    public void Room_shrinks_with_the_path()
    {
        var script = TcpScript.Established(out var connection);
        connection.Reserve(out var room);
        room.Fill(1);
        script.Network.Mtu = 1040;
        script.Layer.OnPathMtuChanged(ScriptedNetwork.Peer, script.Now);
        Assert.Equal(TcpWriteStatus.Ok, connection.Commit(1460, out int taken));
        Assert.Equal(1460, taken);
        connection.Flush(script.Now);
        script.Expect(Ack, 1, 1, 1000);
        script.Expect(Ack, 1001, 1, 460);
    }

    [Fact]
    public void Writes_of_both_kinds_keep_their_order() =>
        Gen.Select(Gen.Bool, Gen.Int[1, 3000]).Array[1, 20].Sample(
            writes =>
            {
                var script = TcpScript.Established(out var connection, new TcpSettings { SendBuffer = 1 << 20, SendSegments = 1000 });
                var expected = new List<byte>();
                foreach (var (inPlace, length) in writes)
                {
                    var text = TcpScript.PeerText(expected.Count, length);
                    int done = 0;
                    while (done < length)
                    {
                        int count;
                        if (inPlace)
                        {
                            Assert.Equal(TcpWriteStatus.Ok, connection.Reserve(out var room));
                            count = Math.Min(room.Length, length - done);
                            text.AsSpan(done, count).CopyTo(room);
                            connection.Commit(count, out count);
                        }
                        else
                        {
                            connection.Write(text.AsSpan(done), script.Now, out count);
                        }

                        done += count;
                    }

                    expected.AddRange(text);
                }

                connection.Flush(script.Now);
                var sent = new List<byte>();
                while (sent.Count < expected.Count)
                {
                    while (script.Network.Sent.TryDequeue(out var segment))
                        sent.AddRange(segment.Text);
                    script.Send(1, Ack, 1 + sent.Count);
                }

                return sent.SequenceEqual(expected);
            },
            iter: 200, threads: 1);
}
