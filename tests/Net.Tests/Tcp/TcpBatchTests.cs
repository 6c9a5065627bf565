using DSoftBus.Net.Tcp;
using DSoftBus.Net.Wire;
using Xunit;

namespace DSoftBus.Tests.Net.Tcp;

/// <summary>Segments that came together are answered once, except where the sender must know at once.</summary>
public sealed class TcpBatchTests
{
    private const TcpFlags Ack = TcpFlags.Ack;
    private const int Size = 1460;

    [Fact]
    public void A_batch_of_segments_in_order_gets_one_acknowledgment()
    {
        var script = TcpScript.Established(out var connection);
        script.Layer.BeginBatch();
        for (int i = 0; i < 8; i++)
            script.Send(1 + (i * Size), Ack, 1, Size);
        script.ExpectNothing();
        Assert.Equal(TcpReadiness.Readable, connection.Readiness & TcpReadiness.Readable);
        script.Layer.EndBatch(script.Now);
        script.Expect(Ack, 1, 1 + (8 * Size));
        script.ExpectNothing();
    }

    [Fact]
    public void One_segment_in_a_batch_waits_for_company_as_without()
    {
        var script = TcpScript.Established(out _);
        script.Layer.BeginBatch();
        script.Send(1, Ack, 1, Size);
        script.Layer.EndBatch(script.Now);
        script.ExpectNothing();
        script.Advance(40);
        script.Expect(Ack, 1, 1 + Size);
    }

    [Fact]
    public void A_quarter_of_the_buffer_is_acknowledged_within_the_batch()
    {
        var script = TcpScript.Established(out _, new TcpSettings { ReceiveBuffer = 16 * 1024 });
        script.Layer.BeginBatch();
        script.Send(1, Ack, 1, Size);
        script.Send(1 + Size, Ack, 1, Size);
        script.ExpectNothing();
        script.Send(1 + (2 * Size), Ack, 1, Size);
        script.Expect(Ack, 1, 1 + (3 * Size));
        script.Layer.EndBatch(script.Now);
        script.ExpectNothing();
    }

    [Fact]
    public void A_gap_a_repetition_a_FIN_and_a_blind_reset_are_answered_at_once()
    {
        var script = TcpScript.Established(out _);
        script.Layer.BeginBatch();
        script.Send(1, Ack, 1, Size);
        script.Send(1 + (2 * Size), Ack, 1, Size);
        script.Expect(Ack, 1, 1 + Size);
        script.Send(1 + Size, Ack, 1, Size);
        script.Expect(Ack, 1, 1 + (3 * Size));
        script.Send(1, Ack, 1, Size);
        script.Expect(Ack, 1, 1 + (3 * Size));
        script.Send(1 + (3 * Size) + 10, TcpFlags.Rst);
        script.Expect(Ack, 1, 1 + (3 * Size));
        script.Send(1 + (3 * Size), Ack | TcpFlags.Fin, 1);
        script.Expect(Ack, 1, 2 + (3 * Size));
        script.Layer.EndBatch(script.Now);
        script.ExpectNothing();
    }

    [Fact]
    public void Acknowledgments_in_a_batch_let_text_out_at_its_end()
    {
        var script = TcpScript.Established(out var connection);
        connection.Write(new byte[14 * Size], script.Now, out _);
        Assert.Equal(10, script.Drain());
        script.Layer.BeginBatch();
        script.Send(1, Ack, 1 + Size);
        script.Send(1, Ack, 1 + (2 * Size));
        script.ExpectNothing();
        script.Layer.EndBatch(script.Now);
        Assert.Equal(4, script.Drain());
    }

    [Fact]
    public void The_third_duplicate_repairs_within_the_batch()
    {
        var script = TcpScript.Established(out var connection, new TcpSettings { SelectiveAcknowledgments = false });
        connection.Write(new byte[10 * Size], script.Now, out _);
        script.Drain();
        script.Layer.BeginBatch();
        for (int i = 0; i < 3; i++)
            script.Send(1, Ack, 1);
        script.Expect(Ack, 1, 1, Size);
        script.Layer.EndBatch(script.Now);
    }

    [Fact]
    public void Who_ends_within_a_batch_is_left_alone_at_its_end()
    {
        var script = TcpScript.Established(out var connection);
        script.Layer.BeginBatch();
        script.Send(1, Ack, 1, Size);
        script.Send(1 + Size, Ack, 1, Size);
        script.Send(1 + (2 * Size), TcpFlags.Rst);
        script.Layer.EndBatch(script.Now);
        script.ExpectNothing();
        Assert.Equal(TcpFailure.Reset, connection.Failure);
        Assert.Equal(script.Network.Buffers.Capacity, script.Network.Buffers.Available);
    }

    [Fact]
    public void An_open_window_is_not_offered_again_and_a_small_one_is()
    {
        var script = TcpScript.Established(out var connection, new TcpSettings { ReceiveBuffer = 16 * 1024 });
        var buffer = new byte[16 * 1024];
        for (int i = 0; i < 4; i++)
            script.Send(1 + (i * Size), Ack, 1, Size);
        script.Drain();
        connection.Read(buffer, script.Now, out _);
        script.ExpectNothing();
        for (int i = 4; i < 12; i++)
            script.Send(1 + (i * Size), Ack, 1, Size);
        script.Drain();
        connection.Read(buffer, script.Now, out _);
        script.Expect(Ack, 1, 1 + (12 * Size));
    }
}
