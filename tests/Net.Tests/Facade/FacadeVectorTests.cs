using System.Globalization;
using System.Text.Json;
using DSoftBus.Net.Facade;
using DSoftBus.Net.Wire;
using DSoftBus.Tests.Support;
using Xunit;

namespace DSoftBus.Tests.Net.Facade;

/// <summary>Every vector of <c>tests/vectors/facade.json</c> and <c>facade-additions.json</c>, in both directions.</summary>
public sealed class FacadeVectorTests
{
    private static readonly JsonElement[] Vectors =
        [.. From("facade"), .. From("facade-additions")];

    public static TheoryData<string> Of(string kind) => [.. Vectors.Where(vector => vector.GetProperty("kind").GetString() == kind).Select(Name)];

    [Fact]
    public void Every_kind_of_vector_is_known() =>
        Assert.All(Vectors, vector => Assert.Contains(vector.GetProperty("kind").GetString(), new[] { "request", "reply", "request-rejected", "request-refused", "client-filter", "encoder-helper" }));

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
            HasFlags = inputs.TryGetProperty("flags", out _),
            Flags = (UdpBindFlags)Number(inputs, "flags"),
            Address = Address(inputs),
            Port = (ushort)Number(inputs, "port"),
            Handle = (uint)(Number(inputs, "listener") + Number(inputs, "stream") + Number(inputs, "socket") + Number(inputs, "handle")),
            Maximum = IsObject(inputs) ? (ushort)0 : (ushort)Number(inputs, "max"),
            Kind = Kind(inputs),
            Events = (FacadeEvents)Number(inputs, "events"),
            Group = (byte)Number(inputs, "group"),
            Option = Option(inputs),
            Offset = (uint)Number(inputs, "offset"),
            Amount = (uint)(Number(inputs, "value") + Number(inputs, "length") + (IsObject(inputs) ? Number(inputs, "max") : 0)),
            Timeout = (ushort)Number(inputs, "timeout_ms"),
            Data = inputs.TryGetProperty("name", out var text) ? System.Text.Encoding.ASCII.GetBytes(text.GetString()!) : Bytes(inputs, "data"),
            Nonce = Nonce(inputs),
        };
        int length = request.Emit(buffer);
        Assert.Equal(length, request.Length);
        Assert.Equal(Convert.ToHexStringLower(expected), Convert.ToHexStringLower(buffer[..length]));

        Assert.Equal(FacadeError.None, FacadeRequest.TryParse(expected, out var parsed));
        Assert.Equal(
            (request.Operation, request.Address, request.Port, request.Handle, request.Maximum, request.Timeout, request.Nonce),
            (parsed.Operation, parsed.Address, parsed.Port, parsed.Handle, parsed.Maximum, parsed.Timeout, parsed.Nonce));
        Assert.Equal(
            (request.HasFlags, request.Flags, request.Kind, request.Events, request.Group, request.Option, request.Offset, request.Amount),
            (parsed.HasFlags, parsed.Flags, parsed.Kind, parsed.Events, parsed.Group, parsed.Option, parsed.Offset, parsed.Amount));
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
            Value = (ushort)(Number(inputs, "written") + Number(inputs, "sent") + Number(inputs, "rtt_ms") + Number(inputs, "events")),
            Amount = (uint)(Number(inputs, "value") + Number(inputs, "taken") + Number(inputs, "filled")),
            Address = Address(inputs),
            Port = (ushort)Number(inputs, "port"),
            PrefixLength = (byte)Number(inputs, "prefix"),
            Data = ReplyData(inputs),
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
            (reply.Status, reply.Handle, reply.Value, reply.Amount, reply.Address, reply.Port, reply.PrefixLength),
            (parsed.Status, parsed.Handle, parsed.Value, parsed.Amount, parsed.Address, parsed.Port, parsed.PrefixLength));
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
    [MemberData(nameof(Of), "request-refused")]
    public void Refused_fields(string name)
    {
        var (inputs, expected) = Find(name);
        Assert.Equal(FacadeError.BadField, FacadeRequest.TryParse(Bytes(inputs, "request"), out var request));
        var buffer = new byte[16];
        int length = new FacadeReply { Operation = request.Operation, Status = FacadeStatus.Malformed, Nonce = request.Nonce }.Emit(buffer);
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

    private static JsonElement[] From(string file) => [.. JsonDocument.Parse(VectorData.Read(file)).RootElement.GetProperty("vectors").EnumerateArray()];

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
        "WAIT" => FacadeOperation.Wait,
        "CLOSE_ANY" => FacadeOperation.CloseAny,
        "UDP_JOIN" => FacadeOperation.UdpJoin,
        "STAT" => FacadeOperation.Stat,
        "DNS_A" => FacadeOperation.DnsA,
        "SHUTDOWN" => FacadeOperation.Shutdown,
        "STREAM_SET" => FacadeOperation.StreamSet,
        "STREAM_GET" => FacadeOperation.StreamGet,
        "STREAM_WRITE_OBJECT" => FacadeOperation.StreamWriteObject,
        "STREAM_READ_OBJECT" => FacadeOperation.StreamReadObject,
        "OBJECT_CHANNEL" => FacadeOperation.ObjectChannel,
        "UDP_SEND_OBJECT" => FacadeOperation.UdpSendObject,
        "UDP_RECV_OBJECT" => FacadeOperation.UdpReceiveObject,
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
        "END_OF_STREAM" => FacadeStatus.EndOfStream,
        "LIMIT" => FacadeStatus.Limit,
        "DENIED" => FacadeStatus.Denied,
        "IN_USE" => FacadeStatus.InUse,
        var other => throw new InvalidDataException($"status {other}"),
    };

    private static bool IsObject(JsonElement inputs) => inputs.GetProperty("op").GetString()!.EndsWith("_OBJECT", StringComparison.Ordinal);

    private static HandleKind Kind(JsonElement inputs) => !inputs.TryGetProperty("kind", out var kind) ? HandleKind.None : kind.GetString() switch
    {
        "listener" => HandleKind.Listener,
        "stream" => HandleKind.Stream,
        "udp" => HandleKind.Udp,
        var other => throw new InvalidDataException($"kind {other}"),
    };

    private static StreamOption Option(JsonElement inputs) => !inputs.TryGetProperty("option", out var option) ? default : option.GetString() switch
    {
        "KEEP_ALIVE" => StreamOption.KeepAlive,
        "KEEP_ALIVE_IDLE" => StreamOption.KeepAliveIdle,
        "KEEP_ALIVE_INTERVAL" => StreamOption.KeepAliveInterval,
        "KEEP_ALIVE_COUNT" => StreamOption.KeepAliveCount,
        "NAGLE" => StreamOption.Nagle,
        "USER_TIMEOUT" => StreamOption.UserTimeout,
        var other => throw new InvalidDataException($"option {other}"),
    };

    private static byte[] ReplyData(JsonElement inputs)
    {
        if (inputs.TryGetProperty("addresses", out var addresses))
            return [.. addresses.EnumerateArray().SelectMany(text => text.GetString()!.Split('.').Select(part => byte.Parse(part, CultureInfo.InvariantCulture)))];
        if (!inputs.TryGetProperty("counters", out var counters))
            return Bytes(inputs, "data");
        return [.. counters.EnumerateArray().SelectMany(counter => BitConverter.GetBytes(counter.GetProperty("id").GetUInt16())
            .Concat(BitConverter.GetBytes(counter.GetProperty("value").GetUInt64())))];
    }

    private static Ipv4Address Address(JsonElement inputs) =>
        inputs.TryGetProperty("ip", out var text) && Ipv4Address.TryParse(text.GetString(), out var address) ? address : default;

    private static long Number(JsonElement inputs, string name) => inputs.TryGetProperty(name, out var value) ? value.GetInt64() : 0;

    private static ulong? Nonce(JsonElement inputs) =>
        inputs.TryGetProperty("nonce", out var value) ? ulong.Parse(value.GetRawText(), CultureInfo.InvariantCulture) : null;

    private static byte[] Bytes(JsonElement inputs, string name) => inputs.TryGetProperty(name, out var value) ? Convert.FromHexString(value.GetString()!) : [];
}
