using System.Buffers.Binary;
using Org.BouncyCastle.Crypto.Parameters;
using Engine = Org.BouncyCastle.Crypto.Modes.ChaCha20Poly1305;

namespace DSoftBus.Qemu.Bench;

/// <summary>The peer of the records: BouncyCastle's ChaCha20-Poly1305 alone, one engine per direction, its key set once, in place.</summary>
internal sealed class PlainAead
{
    private const int KeyLength = 32;
    private const int TagLength = 16;

    private readonly Engine _engine = new();
    private readonly bool _sealing;
    private readonly byte[] _nonce = new byte[12];
    private KeyParameter? _freshKey;
    private ulong _counter;

    public PlainAead(ReadOnlySpan<byte> key, bool sealing)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, KeyLength);
        _sealing = sealing;
        _freshKey = new KeyParameter(key);
    }

    /// <param name="record">Plaintext with room for 16 bytes of tag, or a sealed record.</param>
    /// <exception cref="Org.BouncyCastle.Crypto.InvalidCipherTextException">The record was altered.</exception>
    public void Process(Span<byte> record)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_nonce.AsSpan(4), _counter++);
        _engine.Init(_sealing, new ParametersWithIV(_freshKey, _nonce)); // a null key keeps the engine's
        _freshKey = null;
        int written = _engine.ProcessBytes(_sealing ? record[..^TagLength] : record, record);
        _engine.DoFinal(record[written..]);
    }
}
