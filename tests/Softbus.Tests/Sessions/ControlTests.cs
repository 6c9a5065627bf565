using CsCheck;
using DSoftBus.Softbus.Sessions;
using Xunit;

namespace DSoftBus.Tests.Softbus.Sessions;

public sealed class ControlTests
{
    public static TheoryData<string, string> Messages { get; } = new()
    {
        { "010807060504030201", ControlMessage.Ping(0x0102030405060708).ToString() },
        { "020807060504030201", ControlMessage.Pong(0x0102030405060708).ToString() },
        { "0306", ControlMessage.Close(CloseReason.DuplicateSession).ToString() },
        { "03ff", ControlMessage.Close((CloseReason)0xff).ToString() },
        { "7f0180000003", ControlMessage.Failed(0x8001, AnswerError.Denied).ToString() },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public void MessagesHaveTheirBytes(string hex, string text)
    {
        var bytes = Convert.FromHexString(hex);
        Assert.Equal(AnswerError.None, ControlMessage.TryRead(bytes, out var message));
        Assert.Equal(text, message.ToString());
        var written = new byte[ControlMessage.MaximumLength];
        Assert.Equal(bytes, written[..message.Write(written)]);
        Assert.Equal(AnswerError.Malformed, ControlMessage.TryRead(bytes.AsSpan(0, bytes.Length - 1), out _));
        Assert.Equal(AnswerError.Malformed, ControlMessage.TryRead([.. bytes, 0], out _));
    }

    [Theory]
    [InlineData("", AnswerError.Malformed)]
    [InlineData("00", AnswerError.UnknownOpcode)]
    [InlineData("04", AnswerError.UnknownOpcode)]
    [InlineData("ff0102", AnswerError.UnknownOpcode)]
    [InlineData("01", AnswerError.Malformed)]
    public void OtherBytesAreNamed(string hex, AnswerError expected) =>
        Assert.Equal(expected, ControlMessage.TryRead(Convert.FromHexString(hex), out _));

    [Fact]
    public void AnyBytesGetAVerdict() => Gen.Byte.Array[0, 12].Sample(bytes =>
    {
        if (ControlMessage.TryRead(bytes, out var message) != AnswerError.None)
            return;
        var written = new byte[ControlMessage.MaximumLength];
        Assert.Equal(bytes, written[..message.Write(written)]);
    });

    [Fact]
    public void ErrorAnswersAreThreeBytes()
    {
        var bytes = new byte[ErrorAnswer.Length];
        ErrorAnswer.Write(bytes, 2, AnswerError.Denied);
        Assert.Equal("ff0203", Convert.ToHexStringLower(bytes));
        Assert.True(ErrorAnswer.TryRead(bytes, out byte opcode, out var error));
        Assert.Equal((2, AnswerError.Denied), (opcode, error));
        Assert.False(ErrorAnswer.TryRead([0xff, 2], out _, out _));
        Assert.False(ErrorAnswer.TryRead([0xff, 2, 3, 0], out _, out _));
        Assert.False(ErrorAnswer.TryRead([0xff, 2, 0], out _, out _));
        Assert.False(ErrorAnswer.TryRead([2, 2, 3], out _, out _));
    }

    [Fact]
    public void WireNumbersAreFixed() // append only
    {
        Assert.Equal("Ping=1 Pong=2 Close=3 Error=127", Numbers<ControlOpcode>());
        Assert.Equal("Normal=0 Shutdown=1 Policy=2 Protocol=3 Idle=4 RekeyLimit=5 DuplicateSession=6", Numbers<CloseReason>());
        Assert.Equal("None=0 UnknownOpcode=1 Malformed=2 Denied=3 TooLarge=4 Busy=5 DeadlinePassed=6 Internal=7 NotFound=8", Numbers<AnswerError>());
        Assert.Equal("None=0 Control=1 Mux=2 RequestHeaders=4 ByteFrames=8 AcceptingSideRequests=16 ChunkedArtifacts=32", Numbers<SessionFeatures>());

        static string Numbers<T>() where T : struct, Enum => string.Join(' ', Enum.GetValues<T>().Select(value => $"{value}={Convert.ToUInt32(value)}"));
    }

    [Theory]
    [InlineData(1u, true, false, 1u)] // the dialling side gets the answer to its request
    [InlineData(1u, false, true, 1u)] // the accepting side gets the dialling side's request
    [InlineData(0x8001u, true, true, 1u)] // the dialling side gets the accepting side's request
    [InlineData(0x8001u, false, false, 1u)] // the accepting side gets its answer
    [InlineData(0x8010u, true, true, 16u)]
    public void ChannelsTellWhoAsks(uint wire, bool dialled, bool isRequest, uint service)
    {
        Assert.Equal(isRequest, Channel.IsRequest(wire, dialled, out uint channel));
        Assert.Equal(service, channel);
        Assert.Equal(wire, Channel.ForRequest(service, dialled != isRequest));
    }
}
