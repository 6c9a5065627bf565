using System.Buffers.Binary;
using DSoftBus.Image.Boot;
using DSoftBus.Net.Tcp;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Tests.Metal.NetPeer.Conversations;

/// <inheritdoc cref="PeerPorts.Pattern"/>
internal sealed class PatternConversation(TcpConnection connection, SerialConsole console) : Conversation(connection)
{
    private readonly byte[] _order = new byte[2 * sizeof(uint)];
    private readonly byte[] _piece = new byte[16 * 1024];
    private PeerPattern? _pattern;
    private int _ordered;
    private uint _left;
    private int _first;
    private int _last;
    private bool _hasFinished;
    private long _after;

    public override bool Continue(Span<byte> scratch, Instant now)
    {
        if (_pattern is null && !TryTakeOrder(now))
            return Connection.Failure == TcpFailure.None;
        while (!_hasFinished)
        {
            if (_first == _last && !TryMake())
            {
                Connection.Close(now);
                _hasFinished = true;
                break;
            }

            TcpWriteStatus written = Connection.Write(_piece.AsSpan(_first.._last), now, out int taken);
            _first += taken;
            if (written != TcpWriteStatus.Ok)
                return written == TcpWriteStatus.WouldBlock;
        }

        TcpReadStatus status;
        while ((status = Connection.Read(scratch, now, out int count)) == TcpReadStatus.Ok)
            _after += count;
        if (status == TcpReadStatus.EndOfStream)
            console.WriteLine($"netpeer: {_after} bytes after the own FIN");
        return status == TcpReadStatus.WouldBlock;
    }

    private bool TryTakeOrder(Instant now)
    {
        while (_ordered < _order.Length)
        {
            if (Connection.Read(_order.AsSpan(_ordered), now, out int count) != TcpReadStatus.Ok)
                return false;
            _ordered += count;
        }

        _pattern = new PeerPattern(BinaryPrimitives.ReadUInt32LittleEndian(_order));
        _left = BinaryPrimitives.ReadUInt32LittleEndian(_order.AsSpan(sizeof(uint)));
        return true;
    }

    private bool TryMake()
    {
        (_first, _last) = (0, (int)Math.Min(_left, (uint)_piece.Length));
        _pattern!.Next(_piece.AsSpan(0, _last));
        _left -= (uint)_last;
        return _last > 0;
    }
}
