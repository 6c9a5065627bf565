using CsCheck;
using DSoftBus.Softbus.Bundlemgrd;
using Xunit;

namespace DSoftBus.Tests.Softbus.Bundlemgrd;

public sealed class BundleByteFramesTests
{
    private readonly BundleByteFrames _frames = new(new SystemBundle());

    [Fact]
    public void ServesTheVectors() => VectorFile.ForEach("byte-frames", vector => vector.Protocol == "BN" && vector.Kind == "served",
        vector => Assert.Equal(vector.ExpectedBytes(), Ask(vector.Bytes("request"))));

    [Theory]
    [InlineData("BN reply FETCH_IMAGE as served with active slot a", 1)]
    [InlineData("BN reply FETCH_IMAGE as served with active slot b", 2)]
    public void TheImageFollowsTheActiveSlot(string vector, byte slot)
    {
        Ask([0x42, 0x4e, 1, 4, slot]);
        Assert.Equal(Expected(vector), Ask(Expected("BN FETCH_IMAGE")));
    }

    [Fact]
    public void RouteStatusCarriesInitsAnswer()
    {
        Assert.Equal("samgrd", BundleByteFrames.RouteName(Expected("BN ROUTE_STATUS samgrd")));
        var answer = new byte[BundleByteFrames.MaxReplyLength];
        int length = BundleByteFrames.RouteStatus(3, answer);
        Assert.Equal(Expected("BN reply ROUTE_STATUS ok, route status 3 (denied)"), answer[..length]);
    }

    [Fact]
    public void AnyBytesGetAnAnswer() => Gen.Byte.Array[0, 80].Sample(bytes =>
    {
        if (bytes.Length > 3)
            "BN\u0001"u8.CopyTo(bytes);
        return Ask(bytes).Length is 8 or BundleByteFrames.MaxReplyLength;
    });

    private static byte[] Expected(string name) => VectorFile.Load("byte-frames").Single(vector => vector.Name == name).ExpectedBytes();

    private byte[] Ask(byte[] request)
    {
        var answer = new byte[BundleByteFrames.MaxReplyLength];
        return answer[.._frames.Answer(request, answer)];
    }
}
