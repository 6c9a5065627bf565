namespace DSoftBus.Softbus.Noise;

/// <summary>What a finished handshake leaves: a cipher per direction, and the hash of the whole transcript (32 bytes, not secret).</summary>
public sealed class TransportCiphers(TransportCipher send, TransportCipher receive, byte[] handshakeHash) : IDisposable
{
    public TransportCipher Send { get; } = send;

    public TransportCipher Receive { get; } = receive;

    public ReadOnlyMemory<byte> HandshakeHash { get; } = handshakeHash;

    public void Dispose()
    {
        Send.Dispose();
        Receive.Dispose();
    }
}
