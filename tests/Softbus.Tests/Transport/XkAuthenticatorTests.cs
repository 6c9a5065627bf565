using DSoftBus.Softbus.Noise;
using DSoftBus.Softbus.Sessions;
using DSoftBus.Softbus.Traits;
using DSoftBus.Tests.Softbus.Hosting;
using Xunit;

namespace DSoftBus.Tests.Softbus.Transport;

public sealed class XkAuthenticatorTests
{
    [Fact]
    public void BothSidesKnowEachOtherAndTheFeatures() => TaskHost.Run(async task =>
    {
        var pair = new HandshakePair(task) { DiallerOffers = SessionFeatures.Control | SessionFeatures.Mux };
        var (dialler, acceptor) = await pair.RunAsync();
        Assert.Equal((pair.Acceptor.Id, SessionRole.Dialler), (dialler.Session!.Peer, dialler.Session.Role));
        Assert.Equal((pair.Dialler.Id, SessionRole.Acceptor), (acceptor.Session!.Peer, acceptor.Session.Role));
        Assert.Equal(pair.Dialler.StaticPublic, acceptor.Session.PeerStatic);
        Assert.Equal(SessionFeatures.Control, dialler.Session.Features);
        Assert.Equal(SessionFeatures.Control, acceptor.Session.Features);
    });

    [Fact]
    public void MessagesHaveTheSizesOfTheSpecification() => TaskHost.Run(async task =>
    {
        var pair = new HandshakePair(task);
        await pair.RunAsync();
        Assert.Equal(4 + 48, pair.Wire.Left.Written[0].Length);
        Assert.InRange(pair.Wire.Right.Written[0].Length, 4 + 48 + 304, 4 + 48 + 496);
        Assert.InRange(pair.Wire.Left.Written[1].Length, 4 + 64 + 304, 4 + 64 + 496);
        Assert.Equal(4 + 96 + 8 + 16, pair.Wire.Left.Written[2].Length);
        Assert.Equal(4 + 24 + 16, pair.Wire.Right.Written[1].Length);
    });

    [Theory]
    [InlineData(0, "message 1")]
    [InlineData(1, "message 3")]
    public void AFlippedBitOfTheDiallerIsRefusedByTheAcceptor(int write, string where) => TaskHost.Run(async task =>
    {
        var pair = new HandshakePair(task);
        pair.Wire.Left.OnWrite = Flip(write);
        var (dialler, acceptor) = await pair.RunAsync();
        AssertRefused(acceptor, HandshakeError.Noise, where);
        AssertRefused(dialler, HandshakeError.Io, "");
        Assert.True(pair.Wire.Right.IsClosed);
    });

    [Fact]
    public void AFlippedBitOfMessage2IsRefusedByTheDialler() => TaskHost.Run(async task =>
    {
        var pair = new HandshakePair(task);
        pair.Wire.Right.OnWrite = Flip(0);
        var (dialler, acceptor) = await pair.RunAsync();
        AssertRefused(dialler, HandshakeError.Noise, "message 2");
        AssertRefused(acceptor, HandshakeError.Io, "");
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AForeignAttestationIsRefused(bool byDialler) => TaskHost.Run(async task =>
    {
        var pair = new HandshakePair(task);
        var forged = new ForeignAttestation(HandshakePair.Keys(3), HandshakePair.Keys(4));
        if (byDialler)
            pair.Dialler = forged;
        else
            pair.Acceptor = forged;
        var (dialler, acceptor) = await pair.RunAsync();
        AssertRefused(byDialler ? acceptor : dialler, HandshakeError.Identity, "SignatureInvalid");
        Assert.Null((byDialler ? dialler : acceptor).Session);
    });

    [Fact]
    public void AnotherDeviceThanTheAnnouncedIsRefused() => TaskHost.Run(async task =>
    {
        var pair = new HandshakePair(task) { WantedId = HandshakePair.Keys(7).Id };
        var (dialler, _) = await pair.RunAsync();
        AssertRefused(dialler, HandshakeError.Identity, "message 2");
        Assert.Equal(pair.WantedId, dialler.Peer);
    });

    [Fact]
    public void AWrongAnnouncedKeyIsRefusedByTheAcceptor() => TaskHost.Run(async task =>
    {
        var pair = new HandshakePair(task) { WantedKey = HandshakePair.Keys(7).StaticPublic };
        var (dialler, acceptor) = await pair.RunAsync();
        AssertRefused(acceptor, HandshakeError.Noise, "message 1: Decrypt");
        AssertRefused(dialler, HandshakeError.Io, "");
    });

    [Theory]
    [InlineData(AdmissionVerdict.OtherKeyPinned, HandshakeError.Identity)]
    [InlineData(AdmissionVerdict.DuplicateSession, HandshakeError.Identity)]
    [InlineData(AdmissionVerdict.Full, HandshakeError.Io)]
    public void ARefusedPeerIsTold(AdmissionVerdict verdict, HandshakeError error) => TaskHost.Run(async task =>
    {
        var (dialler, acceptor) = await new HandshakePair(task) { Verdict = verdict }.RunAsync();
        AssertRefused(acceptor, error, "");
        AssertRefused(dialler, HandshakeError.Identity, "connection rejected");
        Assert.NotNull(acceptor.Peer);
    });

    [Fact]
    public void ASilentPeerIsGivenUpAfterTheHandshakeTime() => TaskHost.Run(async task =>
    {
        var pair = new HandshakePair(task);
        pair.Wire.Right.OnWrite = static (_, _) => null;
        var before = task.Now;
        var (dialler, acceptor) = await pair.RunAsync();
        AssertRefused(dialler, HandshakeError.Io, "message 2: timed out");
        AssertRefused(acceptor, HandshakeError.Io, "message 3");
        Assert.Equal(TimeSpan.FromSeconds(10), task.Now - before);
    });

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n", HandshakeError.Noise)]
    [InlineData("\0\0\0\0", HandshakeError.Noise)]
    [InlineData("\0\0\0\u0031", HandshakeError.Noise)]
    [InlineData("\0\0\0\u0030012345678901234567890123456789012345678901234567", HandshakeError.Noise)]
    public void GarbageIsRefusedAtOnce(string garbage, HandshakeError error) => TaskHost.Run(async task =>
    {
        var pair = new HandshakePair(task);
        pair.Wire.Left.OnWrite = (_, _) => [.. garbage.Select(character => (byte)character)];
        var before = task.Now;
        var (_, acceptor) = await pair.RunAsync();
        AssertRefused(acceptor, error, "message 1");
        Assert.Equal(before, task.Now);
    });

    private static Func<int, byte[], byte[]?> Flip(int write) => (number, bytes) =>
    {
        if (number == write)
            bytes[^1] ^= 1;
        return bytes;
    };

    private static void AssertRefused(Authentication outcome, HandshakeError error, string detail)
    {
        Assert.Null(outcome.Session);
        Assert.Equal(error, outcome.Error);
        Assert.Contains(detail, outcome.Detail, StringComparison.Ordinal);
    }
}
