using System.Globalization;
using System.Text.Json;
using DSoftBus.Net.Facade;
using DSoftBus.Net.Wire;
using DSoftBus.Tests.Support;
using Xunit;

namespace DSoftBus.Tests.Net.Facade;

/// <summary>Every vector of <c>tests/vectors/facade.json</c>, in both directions.</summary>
public sealed class FacadeVectorTests
{
    private static readonly JsonElement[] Vectors =
        [.. JsonDocument.Parse(VectorData.Read("facade")).RootElement.GetProperty("vectors").EnumerateArray()];

    public static TheoryData<string> Of(string kind) => [.. Vectors.Where(vector => vector.GetProperty("kind").GetString() == kind).Select(Name)];

    [Fact]
    public void Every_kind_of_vector_is_known() =>
        Assert.All(Vectors, vector => Assert.Contains(vector.GetProperty("kind").GetString(), new[] { "request", "reply", "request-rejected", "client-filter", "encoder-helper" }));

    [Theory]
    [MemberData(nameof(Of), "request")]
    public void Requests(string name)
    {
        var (inputs, expected) = Find(name);
        var buffer = new byte[FacadeLimits.LargestRequest];
        var request = new FacadeRequest
        {
            Operation = Operation(inputs),
            HasAddress = inputs.TryGetProperty("ip", out _),
            Address = Address(inputs),
            Port = (ushort)Number(inputs, "port"),
            Handle = (uint)(Number(inputs, "listener") + Number(inputs, "stream") + Number(inputs, "socket")),
            Maximum = (ushort)Number(inputs, "max"),
            Timeout = (ushort)Number(inputs, "timeout_ms"),
            Data = Bytes(inputs, "data"),
            Nonce = Nonce(inputs),
        };
        int length = request.Emit(buffer);
        Assert.Equal(length, request.Length);
        Assert.Equal(Convert.ToHexStringLower(expected), Convert.ToHexStringLower(buffer[..length]));

        Assert.Equal(FacadeError.None, FacadeRequest.TryParse(expected, out var parsed));
        Assert.Equal(
            (request.Operation, request.Address, request.Port, request.Handle, request.Maximum, request.Timeout, request.Nonce),
            (parsed.Operation, parsed.Address, parsed.Port, parsed.Handle, parsed.Maximum, parsed.Timeout, parsed.Nonce));
        Assert.True(request.Data.SequenceEqual(parsed.Data));
    }

    [Theory]
    [MemberData(nameof(Of), "reply")]
    public void Replies(string name)
    {
        var (inputs, expected) = Find(name);
        var operation = Operation(inputs);
        var buffer = new byte[FacadeLimits.LargestReply];
        var reply = new FacadeReply
        {
            Operation = operation,
            Status = Status(inputs),
            Handle = (uint)Number(inputs, "id"),
            Value = (ushort)(Number(inputs, "written") + Number(inputs, "sent") + Number(inputs, "rtt_ms")),
            Address = Address(inputs),
            Port = (ushort)Number(inputs, "port"),
            PrefixLength = (byte)Number(inputs, "prefix"),
            Data = Bytes(inputs, "data"),
            Nonce = Nonce(inputs),
        };
        int length = reply.Emit(buffer);
        Assert.Equal(Convert.ToHexStringLower(expected), Convert.ToHexStringLower(buffer[..length]));

        FacadeReply parsed;
        if (Nonce(inputs) is { } nonce)
            Assert.True(FacadeReply.TryParse(expected, operation, nonce, out parsed));
        else
            Assert.True(FacadeReply.TryParse(expected, operation, out parsed));
        Assert.Equal(
            (reply.Status, reply.Handle, reply.Value, reply.Address, reply.Port, reply.PrefixLength),
            (parsed.Status, parsed.Handle, parsed.Value, parsed.Address, parsed.Port, parsed.PrefixLength));
        Assert.True(reply.Data.SequenceEqual(parsed.Data));
    }

    [Theory]
    [MemberData(nameof(Of), "request-rejected")]
    public void Rejected_requests(string name)
    {
        var (inputs, expected) = Find(name);
        var error = FacadeRequest.TryParse(Bytes(inputs, "request"), out var request);
        Assert.NotEqual(FacadeError.None, error);
        var buffer = new byte[16];
        int length = FacadeReply.Malformed(error == FacadeError.BadHeader ? FacadeOperation.None : request.Operation).Emit(buffer);
        Assert.Equal(expected, buffer[..length]);
    }

    [Theory]
    [MemberData(nameof(Of), "client-filter")]
    public void Client_filter(string name)
    {
        var vector = Vectors.Single(vector => Name(vector) == name);
        var inputs = vector.GetProperty("inputs");
        bool accepted = FacadeReply.TryParse(Bytes(inputs, "reply"), Operation(inputs), Nonce(inputs)!.Value, out _);
        Assert.Equal(vector.TryGetProperty("expected", out _), accepted);
    }

    [Fact]
    public void The_form_that_the_daemon_never_sends_is_not_accepted()
    {
        var vector = Vectors.Single(vector => vector.GetProperty("kind").GetString() == "encoder-helper");
        var inputs = vector.GetProperty("inputs");
        Assert.False(FacadeReply.TryParse(Convert.FromHexString(vector.GetProperty("expected").GetString()!), Operation(inputs), Nonce(inputs)!.Value, out _));
    }

    private static string Name(JsonElement vector) => vector.GetProperty("name").GetString()!;

    private static (JsonElement Inputs, byte[] Expected) Find(string name)
    {
        var vector = Vectors.Single(vector => Name(vector) == name);
        return (vector.GetProperty("inputs"), Convert.FromHexString(vector.GetProperty("expected").GetString()!));
    }

    private static FacadeOperation Operation(JsonElement inputs) => inputs.GetProperty("op").GetString() switch
    {
        "LISTEN" => FacadeOperation.Listen,
        "ACCEPT" => FacadeOperation.Accept,
        "CONNECT" => FacadeOperation.Connect,
        "READ" => FacadeOperation.Read,
        "WRITE" => FacadeOperation.Write,
        "UDP_BIND" => FacadeOperation.UdpBind,
        "UDP_SEND_TO" => FacadeOperation.UdpSendTo,
        "UDP_RECV_FROM" => FacadeOperation.UdpReceiveFrom,
        "ICMP_PING" => FacadeOperation.IcmpPing,
        "LOCAL_ADDR" => FacadeOperation.LocalAddress,
        "CLOSE" => FacadeOperation.Close,
        "WAIT_WRITABLE" => FacadeOperation.WaitWritable,
        var other => throw new InvalidDataException($"operation {other}"),
    };

    private static FacadeStatus Status(JsonElement inputs) => inputs.GetProperty("status").GetString() switch
    {
        "OK" => FacadeStatus.Ok,
        "NOT_FOUND" => FacadeStatus.NotFound,
        "MALFORMED" => FacadeStatus.Malformed,
        "WOULD_BLOCK" => FacadeStatus.WouldBlock,
        "IO" => FacadeStatus.Io,
        "TIMED_OUT" => FacadeStatus.TimedOut,
        var other => throw new InvalidDataException($"status {other}"),
    };

    private static Ipv4Address Address(JsonElement inputs) =>
        inputs.TryGetProperty("ip", out var text) && Ipv4Address.TryParse(text.GetString(), out var address) ? address : default;

    private static long Number(JsonElement inputs, string name) => inputs.TryGetProperty(name, out var value) ? value.GetInt64() : 0;

    private static ulong? Nonce(JsonElement inputs) =>
        inputs.TryGetProperty("nonce", out var value) ? ulong.Parse(value.GetRawText(), CultureInfo.InvariantCulture) : null;

    private static byte[] Bytes(JsonElement inputs, string name) => inputs.TryGetProperty(name, out var value) ? Convert.FromHexString(value.GetString()!) : [];
}
