using DSoftBus.Net.Tcp;
using DSoftBus.Net.Wire;
using Xunit;

namespace DSoftBus.Tests.Net.Tcp;

/// <summary>What a user is told when the send buffers of all connections are the bound.</summary>
public sealed class TcpReadinessTests
{
    [Fact]
    public void Who_looked_while_others_held_the_buffers_is_told_when_they_are_back()
    {
        var script = new TcpScript(new TcpSettings { SendBuffersOfAll = 2 });
        var hog = Connect(script);
        var (hogIss, hogPort) = (script.Iss, script.OwnPort);
        var other = Connect(script);
        var silent = Connect(script);
        int told = 0, silentTold = 0;
        other.ReadinessChanged = _ => told++;
        silent.ReadinessChanged = _ => silentTold++;
        hog.Write(new byte[5000], script.Now, out int taken);
        Assert.Equal(2920, taken);
        script.Drain();
        Assert.Equal((TcpReadiness.None, 0), (other.Readiness, told));

        (script.Iss, script.OwnPort) = (hogIss, hogPort);
        script.Send(1, TcpFlags.Ack, 1461);
        script.Drain();
        Assert.Equal((TcpReadiness.Writable, 1), (other.Readiness, told));

        // One that neither looked nor tried has nothing to be told: for all it knows it may write.
        Assert.Equal((TcpReadiness.Writable, 0), (silent.Readiness, silentTold));
    }

    [Fact]
    public void Text_for_which_no_receive_buffer_is_left_comes_again_when_others_were_read()
    {
        var script = new TcpScript(new TcpSettings { ReceiveBuffersOfAll = 1 });
        var first = Connect(script);
        script.Send(1, TcpFlags.Ack, 1, 100);
        var second = Connect(script);
        script.Send(1, TcpFlags.Ack, 1, 100);
        script.Expect(TcpFlags.Ack, 1, 1);
        Assert.Equal(TcpReadiness.Writable, second.Readiness);
        first.Read(new byte[200], script.Now, out int count);
        Assert.Equal(100, count);
        script.Send(1, TcpFlags.Ack, 1, 100);
        Assert.Equal(TcpReadStatus.Ok, second.Read(new byte[200], script.Now, out count));
        Assert.Equal(100, count);
    }

    private static TcpConnection Connect(TcpScript script)
    {
        var connection = script.Connect();
        script.Send(0, TcpFlags.Syn | TcpFlags.Ack, 1, options: new TcpOptions { MaximumSegmentSize = 1460 });
        script.Drain();
        return connection;
    }
}
