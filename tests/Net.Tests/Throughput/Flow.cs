using DSoftBus.Net.Tcp;
using DSoftBus.Runtime.Time;
using Xunit;

namespace DSoftBus.Tests.Net.Throughput;

/// <summary>One connection that always has something to send, and a reader that checks every octet.</summary>
internal sealed class Flow(TcpConnection sender)
{
    // A prime period: text that lands at a wrong place does not look right.
    private const int Period = 65_521;
    private const int Chunk = 16 * 1448;

    private static readonly byte[] Pattern = Repeat();

    private TcpConnection? _receiver;
    private long _written;

    /// <summary>Octets that the reader got.</summary>
    public long Read { get; private set; }

    public long ReadAtMark { get; private set; }

    public TcpConnection Sender => sender;

    public void Accept(TcpConnection receiver) => _receiver = receiver;

    public bool IsOf(TcpConnection receiver) => receiver.Key.RemotePort == sender.Key.LocalPort && receiver.Key.Remote == sender.Key.Local;

    /// <summary>Octets counted from here on are measured.</summary>
    public void Mark() => ReadAtMark = Read;

    /// <summary>Always keeps something unsent, also when much is reported behind a gap.</summary>
    public void Write(Instant now)
    {
        while (sender.QueuedOctets < (3 * sender.CongestionWindow) + Chunk)
        {
            if (sender.Write(Pattern.AsSpan((int)(_written % Period), Chunk), now, out int count) != TcpWriteStatus.Ok)
                break;
            _written += count;
        }
    }

    public void Take(byte[] buffer, Instant now)
    {
        if (_receiver is null)
            return;
        while (true)
        {
            var status = _receiver.Read(buffer.AsSpan(0, Chunk), now, out int count);
            Assert.True(status != TcpReadStatus.Failed, $"the connection failed: {_receiver.Failure}");
            if (status != TcpReadStatus.Ok)
                return;
            Assert.True(buffer.AsSpan(0, count).SequenceEqual(Pattern.AsSpan((int)(Read % Period), count)), $"wrong text behind octet {Read}");
            Read += count;
        }
    }

    private static byte[] Repeat()
    {
        var text = new byte[Period + Chunk];
        new Random(17).NextBytes(text.AsSpan(0, Period));
        text.AsSpan(0, Chunk).CopyTo(text.AsSpan(Period));
        return text;
    }
}
