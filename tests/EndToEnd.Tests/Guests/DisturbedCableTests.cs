using DSoftBus.Qemu.Cable;
using DSoftBus.Qemu.Harness;
using DSoftBus.Qemu.TwoVm;
using DSoftBus.Runtime.Markers;
using DSoftBus.Tests.Support;
using Xunit;

namespace DSoftBus.Tests.EndToEnd.Guests;

/// <summary>
/// The cable flips one bit of a handshake message between two booted machines and mends the checksums, so that only the
/// cryptography can notice: the handshake is refused by name, and the next one succeeds.
/// </summary>
[Collection(GuestCollection.Name)]
public sealed class DisturbedCableTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dsoftbus-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("A", 0, "B", "Noise message 1: Decrypt")]
    [InlineData("B", 0, "A", "Noise message 2: Decrypt")]
    [InlineData("A", 52, "B", "Noise message 3: Decrypt")]
    public async Task AFlippedBitOfAHandshakeMessageIsRefusedByName(string sender, int streamOffset, string refuser, string refusal)
    {
        string refused = $"dsoftbusd: handshake refused ({refusal}";
        var options = new TwoVmOptions(RepositoryRoot.File("artifacts", "image", "softbus.elf"), _folder)
        {
            TestKeys = true, // node A has the lower id and dials
            CheckCapture = false,
            Rules = FailureRules.Tolerating("dsoftbusd: handshake refused"),
            Fault = new DelegateFault(new OneFlip(sender, streamOffset).Inspect),
        };
        var outcome = await TwoVmRun.ExecuteAsync(options, new SilentProgress(), TimeProvider.System, CancellationToken.None);
        Assert.True(outcome.IsSuccess, outcome.Failure?.Message);
        var lines = File.ReadAllLines(outcome.Run.PathOf($"uart-{refuser}.txt")).ToList();
        int refusedAt = lines.FindIndex(line => line.StartsWith(refused, StringComparison.Ordinal));
        int sessionAt = lines.FindIndex(line => line.StartsWith(Markers.Dsoftbusd.CrossVmSession("dsoftbusd", ""), StringComparison.Ordinal));
        Assert.True(refusedAt >= 0, string.Join('\n', lines));
        Assert.True(refusedAt < sessionAt, "a session stood before the refusal");
    }

    /// <summary>Flips the sixth byte's lowest bit of the sender's message that begins at this offset of its first connection, once.</summary>
    private sealed class OneFlip(string sender, int streamOffset)
    {
        private int _seen;
        private bool _done;

        public FaultDecision Inspect(string port, ReadOnlySpan<byte> frame)
        {
            if (_done || port != sender || !FrameSurgery.TryFindTcpPayload(frame, out int offset, out int length) || length == 0)
                return FaultDecision.Forward;
            int start = _seen;
            _seen += length;
            if (start != streamOffset)
                return FaultDecision.Forward;
            _done = true;
            byte[] changed = FrameSurgery.FlipBit(frame, offset + 5, 0);
            FrameSurgery.RepairChecksums(changed);
            return FaultDecision.Replace(changed);
        }
    }
}
