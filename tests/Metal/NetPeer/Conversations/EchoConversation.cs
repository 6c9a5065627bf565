using DSoftBus.Net.Tcp;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Tests.Metal.NetPeer.Conversations;

/// <inheritdoc cref="PeerPorts.Echo"/>
internal sealed class EchoConversation(TcpConnection connection) : Conversation(connection)
{
    private const int Piece = 16 * 1024;

    private byte[] _rest = [];
    private int _first;
    private int _last;

    public override bool Continue(Span<byte> scratch, Instant now)
    {
        while (true)
        {
            // What did not fit waits here; nothing more is read until it is gone, so that the window closes behind a slow reader.
            while (_first < _last)
            {
                TcpWriteStatus written = Connection.Write(_rest.AsSpan(_first.._last), now, out int taken);
                _first += taken;
                if (written != TcpWriteStatus.Ok)
                    return written == TcpWriteStatus.WouldBlock;
            }

            TcpReadStatus status = Connection.Read(scratch[..Piece], now, out int count);
            if (status != TcpReadStatus.Ok)
                return status == TcpReadStatus.WouldBlock;
            Connection.Write(scratch[..count], now, out int sent);
            if (sent == count)
                continue;
            if (_rest.Length == 0)
                _rest = new byte[Piece];
            scratch[sent..count].CopyTo(_rest);
            (_first, _last) = (0, count - sent);
        }
    }
}
