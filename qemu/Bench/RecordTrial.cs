using System.Security.Cryptography;
using DSoftBus.Softbus.Noise;
using DSoftBus.Softbus.Sessions;

namespace DSoftBus.Qemu.Bench;

/// <summary>Seals and opens records of one size, in turns with the plain cipher, so that what else the host does meets both.</summary>
/// <remarks>The ciphers are those that a handshake left; they are the caller's.</remarks>
internal sealed class RecordTrial(TransportCipher send, TransportCipher receive, int plaintextLength, TimeProvider clock)
{
    // One turn: enough work that reading the clock does not show.
    private const int TurnBytes = 1 << 20;

    private readonly PlainAead[] _plain = NewPlain();
    private readonly byte[][] _buffers =
        [.. Enumerable.Range(0, TurnBytes / plaintextLength).Select(_ => RandomNumberGenerator.GetBytes(plaintextLength + TransportRecord.Overhead))];

    /// <summary>Rates over at least <paramref name="sampleTime"/> of each of the four.</summary>
    public RecordRates Run(TimeSpan sampleTime, CancellationToken cancel)
    {
        TimeSpan seal = default, open = default, plainSeal = default, plainOpen = default;
        long bytes = 0;
        do
        {
            cancel.ThrowIfCancellationRequested();
            seal += Time(Seal);
            open += Time(Open);
            plainSeal += Time(buffer => _plain[0].Process(buffer.AsSpan(TransportRecord.PlaintextOffset)));
            plainOpen += Time(buffer => _plain[1].Process(buffer.AsSpan(TransportRecord.PlaintextOffset)));
            bytes += (long)_buffers.Length * plaintextLength;
        }
        while (new[] { seal, open, plainSeal, plainOpen }.Min() < sampleTime);
        double Rate(TimeSpan time) => bytes / time.TotalSeconds / 1e6;
        return new RecordRates(Rate(seal), Rate(open), Rate(plainSeal), Rate(plainOpen));
    }

    private static PlainAead[] NewPlain()
    {
        byte[] key = RandomNumberGenerator.GetBytes(32);
        return [new PlainAead(key, sealing: true), new PlainAead(key, sealing: false)];
    }

    private TimeSpan Time(Action<byte[]> work)
    {
        long started = clock.GetTimestamp();
        foreach (byte[] buffer in _buffers)
            work(buffer);
        return clock.GetElapsedTime(started);
    }

    private void Seal(byte[] buffer) => Require(TransportRecord.Seal(send, buffer, plaintextLength, out _));

    private void Open(byte[] buffer) => Require(TransportRecord.Open(receive, buffer.AsSpan(OuterFrame.HeaderLength), out _));

    private static void Require(NoiseError error)
    {
        if (error is not NoiseError.None)
            throw new InvalidOperationException($"A good record was refused: {error}.");
    }
}
