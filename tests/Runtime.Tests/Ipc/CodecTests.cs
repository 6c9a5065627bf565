using CsCheck;
using DSoftBus.Runtime.Ipc;

namespace DSoftBus.Tests.Runtime.Ipc;

public class CodecTests
{
    [Fact]
    public void Header_golden()
    {
        var header = new MessageHeader(0x01020304, 0x11223344, 0x5566, 0x7788, 0x99AABBCC);
        var bytes = new byte[16];
        header.Emit(bytes);
        Assert.Equal("040302014433221166558877ccbbaa99", Convert.ToHexStringLower(bytes));
    }

    [Fact]
    public void Header_round_trips_and_short_input_is_refused() =>
        Gen.Byte.Array[0, 40].Sample(bytes =>
        {
            if (!MessageHeader.TryParse(bytes, out var header))
                return bytes.Length < MessageHeader.Size;
            var copy = new byte[MessageHeader.Size];
            header.Emit(copy);
            return copy.AsSpan().SequenceEqual(bytes.AsSpan(0, MessageHeader.Size));
        });

    // Known answers of FNV-1a 64 (its authors' test suite).
    [Theory]
    [InlineData("", 0xcbf29ce484222325ul)]
    [InlineData("a", 0xaf63dc4c8601ec8cul)]
    [InlineData("foobar", 0x85944171f73967e8ul)]
    public void Service_id_is_fnv1a(string name, ulong expected) => Assert.Equal(expected, ServiceId.Of(name).Value);

    [Fact]
    public void Statuses_and_rights_keep_their_numbers()
    {
        Assert.Equal(
            "Ok=0 PermissionDenied=1 NoSuchEndpoint=3 WouldBlock=11 InvalidArgument=22 NoSpace=28 PeerClosed=32 SenderEnded=104 TimedOut=110",
            string.Join(' ', Enum.GetValues<IpcStatus>().Select(value => $"{value}={(byte)value}")));
        Assert.Equal(
            "None=0 Send=1 Receive=2 Map=4 Manage=8",
            string.Join(' ', Enum.GetValues<Rights>().Select(value => $"{value}={(byte)value}")));
    }
}
