using System.Text;
using CsCheck;
using DSoftBus.Softbus.CapnProto;
using DSoftBus.Softbus.Messages.Bundlemgr;
using DSoftBus.Softbus.Messages.Dsoftbus;
using DSoftBus.Softbus.Messages.Identity;
using DSoftBus.Softbus.Messages.Samgr;
using Xunit;

namespace DSoftBus.Tests.Softbus.Messages;

/// <summary>Every typed message against the vectors: reads them, and writes the same bytes again.</summary>
public sealed class MessageTests
{
    private delegate CapnpError Again(ReadOnlySpan<byte> message, Span<byte> destination, out int length);

    private static readonly Dictionary<string, Again> Types = new()
    {
        ["dsoftbus.ConnectRequest"] = (message, destination, out length) => ConnectRequest.TryRead(message, out var value) is var error && error == CapnpError.None ? value.TryWrite(destination[..value.EncodedLength], out length) : Refused(error, out length),
        ["dsoftbus.ConnectResponse"] = (message, destination, out length) => ConnectResponse.TryRead(message, out var value) is var error && error == CapnpError.None ? value.TryWrite(destination[..value.EncodedLength], out length) : Refused(error, out length),
        ["dsoftbus.Frame"] = (message, destination, out length) => Frame.TryRead(message, out var value) is var error && error == CapnpError.None ? value.TryWrite(destination[..value.EncodedLength], out length) : Refused(error, out length),
        ["samgr.RegisterRequest"] = (message, destination, out length) => RegisterRequest.TryRead(message, out var value) is var error && error == CapnpError.None ? value.TryWrite(destination[..value.EncodedLength], out length) : Refused(error, out length),
        ["samgr.RegisterResponse"] = (message, destination, out length) => RegisterResponse.TryRead(message, out var value) is var error && error == CapnpError.None ? value.TryWrite(destination[..value.EncodedLength], out length) : Refused(error, out length),
        ["samgr.ResolveRequest"] = (message, destination, out length) => ResolveRequest.TryRead(message, out var value) is var error && error == CapnpError.None ? value.TryWrite(destination[..value.EncodedLength], out length) : Refused(error, out length),
        ["samgr.ResolveResponse"] = (message, destination, out length) => ResolveResponse.TryRead(message, out var value) is var error && error == CapnpError.None ? value.TryWrite(destination[..value.EncodedLength], out length) : Refused(error, out length),
        ["samgr.Heartbeat"] = (message, destination, out length) => Heartbeat.TryRead(message, out var value) is var error && error == CapnpError.None ? value.TryWrite(destination[..value.EncodedLength], out length) : Refused(error, out length),
        ["bundlemgr.InstallRequest"] = (message, destination, out length) => InstallRequest.TryRead(message, out var value) is var error && error == CapnpError.None ? value.TryWrite(destination[..value.EncodedLength], out length) : Refused(error, out length),
        ["bundlemgr.InstallResponse"] = (message, destination, out length) => InstallResponse.TryRead(message, out var value) is var error && error == CapnpError.None ? value.TryWrite(destination[..value.EncodedLength], out length) : Refused(error, out length),
        ["bundlemgr.QueryRequest"] = (message, destination, out length) => QueryRequest.TryRead(message, out var value) is var error && error == CapnpError.None ? value.TryWrite(destination[..value.EncodedLength], out length) : Refused(error, out length),
        ["bundlemgr.QueryResponse"] = (message, destination, out length) => QueryResponse.TryRead(message, out var value) is var error && error == CapnpError.None ? value.TryWrite(destination[..value.EncodedLength], out length) : Refused(error, out length),
        ["bundlemgr.GetPayloadRequest"] = (message, destination, out length) => GetPayloadRequest.TryRead(message, out var value) is var error && error == CapnpError.None ? value.TryWrite(destination[..value.EncodedLength], out length) : Refused(error, out length),
        ["bundlemgr.GetPayloadResponse"] = (message, destination, out length) => GetPayloadResponse.TryRead(message, out var value) is var error && error == CapnpError.None ? value.TryWrite(destination[..value.EncodedLength], out length) : Refused(error, out length),
        ["identity.GetDeviceIdRequest"] = (message, destination, out length) => GetDeviceIdRequest.TryRead(message, out var value) is var error && error == CapnpError.None ? value.TryWrite(destination[..value.EncodedLength], out length) : Refused(error, out length),
        ["identity.GetDeviceIdResponse"] = (message, destination, out length) => GetDeviceIdResponse.TryRead(message, out var value) is var error && error == CapnpError.None ? value.TryWrite(destination[..value.EncodedLength], out length) : Refused(error, out length),
        ["identity.SignRequest"] = (message, destination, out length) => SignRequest.TryRead(message, out var value) is var error && error == CapnpError.None ? value.TryWrite(destination[..value.EncodedLength], out length) : Refused(error, out length),
        ["identity.SignResponse"] = (message, destination, out length) => SignResponse.TryRead(message, out var value) is var error && error == CapnpError.None ? value.TryWrite(destination[..value.EncodedLength], out length) : Refused(error, out length),
    };

    [Fact]
    public void VectorsAreReadAndWrittenAgainWithTheSameBytes() => VectorFile.ForEach("capnp-messages", HasType, vector =>
    {
        var again = Types[NameOf(vector)];
        var destination = new byte[512];
        destination.AsSpan().Fill(0xcc);
        Assert.Equal(CapnpError.None, again(vector.ExpectedBytes(), destination, out int length));
        Assert.Equal(Convert.ToHexStringLower(vector.ExpectedBytes()), Convert.ToHexStringLower(destination, 0, length));
    });

    [Fact]
    public void ReaderVectorsGetTheSameVerdict() => VectorFile.ForEach("capnp-messages", vector => vector.Kind == "read", vector =>
    {
        var error = Types[NameOf(vector)](vector.Bytes("message"), new byte[512], out _);
        Assert.Equal(vector.Error is null, error == CapnpError.None);
    });

    [Fact]
    public void FieldsHoldWhatTheVectorsSay()
    {
        Assert.Equal(CapnpError.None, QueryResponse.TryRead(Message("QueryResponse{installed"), out var query));
        Assert.True(query.Installed && query.Version.SequenceEqual("1.0.0"u8) && query.RequiredCaps.Count == 1 && query.RequiredCaps[0].SequenceEqual("gpu"u8));
        Assert.Equal(CapnpError.None, ResolveResponse.TryRead(Message("ResolveResponse{endpoint"), out var resolved));
        Assert.True(resolved is { Endpoint: 7, Found: true });
        Assert.Equal(CapnpError.None, RegisterRequest.TryRead(Message("RegisterRequest"), out var register));
        Assert.True(register.Endpoint == 7 && register.Name.SequenceEqual("bundlemgrd"u8));
        Assert.Equal(CapnpError.None, InstallRequest.TryRead(Message("InstallRequest"), out var install));
        Assert.True(install is { BytesLen: 1, VmoHandle: 42 } && install.Name.SequenceEqual("demo"u8));
        Assert.Equal(CapnpError.None, InstallResponse.TryRead(Message("InstallResponse invalidSig"), out var refused));
        Assert.True(refused is { Ok: false, Err: InstallError.InvalidSig });
        Assert.Equal(CapnpError.None, SignResponse.TryRead(Message("SignResponse"), out var signed));
        Assert.True(signed.Ok && signed.Signature.Length == 64);
        Assert.Equal(CapnpError.None, QueryResponse.TryRead(Message("QueryResponse not"), out var absent));
        Assert.True(!absent.Installed && absent.Version.IsEmpty && !absent.RequiredCaps.IsPresent);
    }

    [Fact]
    public void FeaturesAddAWordOnlyWhenTheyAreThere()
    {
        Span<byte> buffer = stackalloc byte[64];
        var plain = new ConnectRequest { DeviceId = "node"u8 };
        Assert.Equal(CapnpError.None, plain.TryWrite(buffer, out int length));
        Assert.Equal("00000000030000000000000000000100010000002a0000006e6f646500000000", Convert.ToHexStringLower(buffer[..length]));

        var offering = new ConnectRequest { DeviceId = "node"u8, Features = 0x11 };
        Assert.Equal(CapnpError.None, offering.TryWrite(buffer, out length));
        Assert.Equal("000000000400000000000000010001001100000000000000010000002a0000006e6f646500000000", Convert.ToHexStringLower(buffer[..length]));
        Assert.Equal(CapnpError.None, ConnectRequest.TryRead(buffer[..length], out var read));
        Assert.Equal(0x11u, read.Features);

        var response = new ConnectResponse { Ok = true, Features = 0x11 };
        Assert.Equal(CapnpError.None, response.TryWrite(buffer, out length));
        Assert.Equal("000000000200000000000000010000000100000011000000", Convert.ToHexStringLower(buffer[..length]));
    }

    [Fact]
    public void EnumValuesAreThoseOfTheSchema() // wire values: append only
        => Assert.Equal(["None=0", "Eacces=1", "Einval=2", "Ebusy=3", "Enoent=4", "InvalidSig=5", "Unsigned=6"],
            Enum.GetValues<InstallError>().Select(value => $"{value}={(int)value}"));

    [Fact]
    public void AnyFrameComesBack() => Gen.UInt.Select(Gen.Byte.Array[0, 300]).Sample((chan, payload) =>
    {
        var frame = new Frame { Chan = chan, Bytes = payload };
        var buffer = new byte[frame.EncodedLength];
        Assert.Equal(CapnpError.DestinationTooSmall, frame.TryWrite(buffer.AsSpan(0, buffer.Length - 1), out int length));
        Assert.Equal(0, length);
        Assert.Equal(CapnpError.None, frame.TryWrite(buffer, out length));
        Assert.Equal(buffer.Length, length);
        Assert.Equal(CapnpError.None, Frame.TryRead(buffer, out var read));
        Assert.Equal(chan, read.Chan);
        Assert.True(read.Bytes.SequenceEqual(payload));
    });

    [Fact]
    public void AnyListOfTextComesBack() => Gen.String.Array[0, 6].Select(Gen.String).Sample((names, version) =>
    {
        var texts = names.Select(Encoding.UTF8.GetBytes).ToArray();
        var response = new QueryResponse { Installed = true, Version = Encoding.UTF8.GetBytes(version), RequiredCaps = new TextList(texts) };
        var buffer = new byte[response.EncodedLength];
        Assert.Equal(CapnpError.None, response.TryWrite(buffer, out int length));
        Assert.Equal(buffer.Length, length);
        Assert.Equal(CapnpError.None, QueryResponse.TryRead(buffer, out var read));
        Assert.Equal(texts.Length, read.RequiredCaps.Count);
        int i = 0;
        foreach (var text in read.RequiredCaps)
            Assert.True(text.SequenceEqual(texts[i++]));
        Assert.True(read.Version.SequenceEqual(Encoding.UTF8.GetBytes(version)));
    });

    [Fact]
    public void ReadingAndWritingAllocateNothing()
    {
        Span<byte> buffer = stackalloc byte[256];
        var payload = new byte[100];
        long before = 0;
        for (int i = 0; i < 200; i++)
        {
            if (i == 100)
                before = GC.GetAllocatedBytesForCurrentThread();
            new Frame { Chan = 1, Bytes = payload }.TryWrite(buffer, out int length);
            Frame.TryRead(buffer[..length], out _);
            new ResolveRequest { Name = "bundlemgrd"u8 }.TryWrite(buffer, out length);
            ResolveRequest.TryRead(buffer[..length], out _);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static bool HasType(Vector vector) => vector.Kind == "message" && Types.ContainsKey(NameOf(vector));

    private static string NameOf(Vector vector) => $"{vector.Text("schema")}.{vector.Text("struct")}";

    private static byte[] Message(string prefix) =>
        VectorFile.Load("capnp-messages").First(vector => vector.Name.StartsWith(prefix, StringComparison.Ordinal)).ExpectedBytes();

    private static CapnpError Refused(CapnpError error, out int length)
    {
        length = 0;
        return error;
    }
}
