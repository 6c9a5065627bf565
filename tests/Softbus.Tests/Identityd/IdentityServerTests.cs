using CsCheck;
using DSoftBus.Runtime.Ipc;
using DSoftBus.Softbus.Identity;
using DSoftBus.Softbus.Identityd;
using DSoftBus.Softbus.Ipc;
using Xunit;

namespace DSoftBus.Tests.Softbus.Identityd;

public sealed class IdentityServerTests
{
    private readonly IdentityServer _server = new(ServiceId.Of("dsoftbusd"));

    [Fact]
    public void ServesTheVectors() => VectorFile.ForEach("identityd", "served", vector =>
    {
        using var keys = vector.Has("seed") ? Keys((byte)vector.Number("seed")) : null;
        Assert.Equal(vector.ExpectedBytes(), Ask(keys, vector.Text("sender"), vector.Bytes("request")));
    });

    [Fact]
    public void AnyBytesGetAnAnswerAndNoSecret()
    {
        using var keys = Keys(10);
        Gen.Byte.Array[0, 80].Sample(bytes =>
        {
            if (bytes.Length > 3)
                "ID\u0001"u8.CopyTo(bytes);
            return Ask(keys, "somebody", bytes).Length is 3 or 5 or IdentityFrames.PublicReplyLength;
        });
    }

    private static DeviceIdentity Keys(byte seed) => new(Enumerable.Repeat(seed, 32).ToArray());

    private byte[] Ask(DeviceIdentity? keys, string sender, byte[] request)
    {
        var answer = new byte[IdentityFrames.MaxLength];
        return answer[.._server.Answer(keys, ServiceId.Of(sender), request, answer)];
    }
}
