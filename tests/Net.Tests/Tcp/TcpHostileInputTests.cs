using CsCheck;
using DSoftBus.Net.Tcp;
using DSoftBus.Net.Wire;
using Xunit;

namespace DSoftBus.Tests.Net.Tcp;

/// <summary>Whatever arrives, nothing is thrown, every bound holds, and every buffer comes back.</summary>
public sealed class TcpHostileInputTests
{
    private static readonly Gen<(int Sequence, int Acknowledgment, byte Flags, int Length, ushort Window, int Wait)> Segments = Gen.Select(
        Gen.OneOf(Gen.Int[-5, 3000], Gen.Int[-100_000, 100_000]),
        Gen.OneOf(Gen.Int[-5, 3000], Gen.Int[-100_000, 100_000]),
        Gen.OneOf(Gen.Const((byte)TcpFlags.Ack), Gen.Byte[0, 63]),
        Gen.OneOf(Gen.Const(0), Gen.Int[0, 1460]),
        Gen.OneOf(Gen.Const((ushort)65535), Gen.Const((ushort)0), Gen.UShort),
        Gen.OneOf(Gen.Const(0), Gen.Int[0, 3000]));

    [Fact]
    public void Any_segments_at_any_time() =>
        Segments.Array[0, 60].Sample(
            segments =>
            {
                var script = TcpScript.Established(out var connection, new TcpSettings { ReceiveBuffer = 4096, MaximumConnections = 4 }, buffers: 128);
                Assert.Equal(TcpOpenStatus.Ok, script.Layer.Listen(default, script.OwnPort, 2, out var listener));
                var buffer = new byte[600];
                for (int i = 0; i < segments.Length; i++)
                {
                    var (sequence, acknowledgment, flags, length, window, wait) = segments[i];
                    script.Send(sequence, (TcpFlags)flags, acknowledgment, length, window);
                    connection.Read(buffer, script.Now, out _);
                    connection.Write(buffer, script.Now, out _);
                    if (i == 40)
                        connection.Close(script.Now);
                    script.Advance(wait);
                    Assert.True(script.Layer.ConnectionCount <= 4);
                    Assert.True(connection.CongestionWindow > 0);
                }

                connection.Release(script.Now);
                listener!.Close();
                script.Advance(1_000_000);
                return script.Layer.ConnectionCount == 0 && script.Network.Buffers.Available == script.Network.Buffers.Capacity;
            },
            iter: 2000, threads: 1);

    [Fact]
    public void Any_bytes_behind_a_good_checksum() =>
        Gen.Byte.Array[20, 80].Sample(
            bytes =>
            {
                var script = TcpScript.Established(out _);
                script.Deliver(bytes);
                bytes[0] = TcpScript.PeerPort >> 8;
                bytes[1] = TcpScript.PeerPort & 0xff;
                bytes[2] = (byte)(script.OwnPort >> 8);
                bytes[3] = (byte)script.OwnPort;
                script.Layer.OnSegment(bytes, ScriptedNetwork.Peer, ScriptedNetwork.Own, checksumVerified: true, script.Now);
                return script.Layer.ConnectionCount <= 1;
            },
            iter: 3000, threads: 1);

    [Fact]
    public void Text_in_any_pieces_any_order_and_any_overlap_is_put_together_right() =>
        Gen.Select(Gen.Int[1, 3000], Gen.Select(Gen.Int[0, 3000], Gen.Int[1, 700]).Array[0, 60]).Sample(
            (length, pieces) =>
            {
                var text = TcpScript.PeerText(0, length);
                var rings = new ByteRingPool(4096, 1);
                var received = new ReceiveBuffer(4096, 8, rings);
                int next = 0;
                var heard = new List<byte>();
                var buffer = new byte[4096];
                foreach (var (start, count) in pieces.Append((0, length)))
                {
                    if (start >= length)
                        continue;
                    next += received.Write(start - next, text.AsSpan(start, Math.Min(count, length - start)));
                    Assert.True(received.Islands <= 8);
                    if (count % 3 == 0)
                        heard.AddRange(buffer[..received.Read(buffer)]);
                }

                heard.AddRange(buffer[..received.Read(buffer)]);
                return next == length && heard.SequenceEqual(text) && rings.InUse == 0;
            },
            iter: 2000, threads: 1);
}
