using System.Text;
using System.Text.Json;
using CsCheck;
using DSoftBus.Softbus.Crypto;
using DSoftBus.Softbus.Discovery;
using Xunit;

namespace DSoftBus.Tests.Softbus.Discovery;

public sealed class AnnounceTests
{
    [Fact]
    public void GoodAnnouncesAreWrittenAndRead() => VectorFile.ForEach("announce", "encode-decode", vector =>
    {
        Assert.Equal(AnnounceError.None, TryWrite(vector.Inputs, new byte[AnnounceView.MaximumLength], out var packet));
        Assert.Equal(vector.ExpectedBytes(), packet);
        AssertReads(packet, vector.Inputs);
        for (int length = 0; length < packet.Length; length++)
            Assert.Equal(AnnounceError.Truncated, AnnounceView.TryParse(packet.AsSpan(0, length), out _));
        Assert.Equal(AnnounceError.DestinationTooSmall, TryWrite(vector.Inputs, new byte[packet.Length - 1], out _));
        Assert.Equal(AnnounceError.None, TryWrite(vector.Inputs, new byte[packet.Length], out _));
    });

    [Fact]
    public void WriterChecksInOrder() => VectorFile.ForEach("announce", "encode", vector =>
        Assert.Equal(Named(vector.Error!), TryWrite(vector.Inputs, new byte[AnnounceView.MaximumLength], out _)));

    [Fact]
    public void ReaderJudgesAsTheVectors() => VectorFile.ForEach("announce", "decode", vector =>
    {
        var packet = vector.Bytes("packet");
        if (vector.Succeeds)
        {
            AssertReads(packet, vector.Expected);
            return;
        }

        Assert.Equal(Named(vector.Error!), AnnounceView.TryParse(packet, out _));
        if (vector.Error!.StartsWith("UnsupportedVersion", StringComparison.Ordinal))
            Assert.Equal($"UnsupportedVersion({packet[4]})", vector.Error);
    });

    [Fact]
    public void TheTestNodesAnnounceAsDecided()
    {
        var node = new Announce
        {
            DeviceId = "506ef1879d748ce0713b0dd01da32ad2a4b1ce97b5a852ff18800c1e52982376"u8,
            Port = 34567,
            NoiseStatic = new X25519PublicKey(Convert.FromHexString("b7c42bd1574a8d53b7dce3d27325bdd2715abe2d879e69f6b553b481ad97b63c")),
            Services = ["samgrd"u8.ToArray(), "bundlemgrd"u8.ToArray()],
        };
        var packet = new byte[AnnounceView.MaximumLength];
        Assert.Equal(AnnounceError.None, node.TryWrite(packet, out int length));
        Assert.Equal("4e5853420140353036656631383739643734386365303731336230646430316461333261643261346231636539376235613835326666313838303063316535323938323337368707b7c42bd1574a8d53b7dce3d27325bdd2715abe2d879e69f6b553b481ad97b63c020673616d6772640a62756e646c656d677264", Convert.ToHexStringLower(packet, 0, length));
        Assert.Equal(123, length);
    }

    [Fact]
    public void AnyBytesGetAVerdict() => Gen.Byte.Array[0, 120].Select(Gen.Int[0, 6]).Sample((bytes, kept) =>
    {
        // With a growing part of a good header, so that the later checks are reached as well.
        byte[] header = [.. "NXSB"u8, 1, 5];
        header.AsSpan(0, Math.Min(kept, bytes.Length)).CopyTo(bytes);
        var error = AnnounceView.TryParse(bytes, out var view);
        Assert.InRange(error, AnnounceError.None, AnnounceError.Utf8);
        if (error == AnnounceError.None)
            Assert.InRange(view.Length, 42, bytes.Length);
    }, iter: 5000);

    [Fact]
    public void AnyDamagedAnnounceGetsAVerdict()
    {
        var packets = VectorFile.Load("announce").Where(vector => vector.Kind == "encode-decode").Select(vector => vector.ExpectedBytes()).ToArray();
        Gen.Int[0, packets.Length - 1].Select(Gen.Int[0, 5000], Gen.Byte).Sample((index, at, value) =>
        {
            var packet = (byte[])packets[index].Clone();
            packet[at % packet.Length] = value;
            if (AnnounceView.TryParse(packet, out var view) != AnnounceError.None)
                return;
            int names = 0;
            foreach (var name in view.Services)
                names += name.Length > 0 ? 1 : 0;
            Assert.Equal(view.ServiceCount, names);
        }, iter: 3000);
    }

    private static void AssertReads(byte[] packet, JsonElement expected)
    {
        Assert.Equal(AnnounceError.None, AnnounceView.TryParse(packet, out var view));
        Assert.Equal(expected.GetProperty("device_id").GetString(), Encoding.UTF8.GetString(view.DeviceId));
        Assert.Equal(expected.GetProperty("port").GetInt32(), view.Port);
        Assert.Equal(expected.GetProperty("noise_static").GetString(), view.NoiseStatic.ToString());
        var services = new List<string>();
        foreach (var name in view.Services)
            services.Add(Encoding.UTF8.GetString(name));
        Assert.Equal(expected.GetProperty("services").EnumerateArray().Select(name => name.GetString()!), services);
        Assert.Equal(services.Count, view.ServiceCount);
    }

    private static AnnounceError TryWrite(JsonElement inputs, byte[] buffer, out byte[] packet)
    {
        var announce = new Announce
        {
            DeviceId = Encoding.UTF8.GetBytes(inputs.GetProperty("device_id").GetString()!),
            Port = inputs.GetProperty("port").GetUInt16(),
            NoiseStatic = new X25519PublicKey(Convert.FromHexString(inputs.GetProperty("noise_static").GetString()!)),
            Services = inputs.GetProperty("services").EnumerateArray().Select(name => Encoding.UTF8.GetBytes(name.GetString()!)).ToArray(),
        };
        var error = announce.TryWrite(buffer, out int length);
        packet = buffer[..length];
        return error;
    }

    private static AnnounceError Named(string error) => error switch
    {
        "InvalidInput(\"device_id length\")" => AnnounceError.DeviceIdLength,
        "InvalidInput(\"service count\")" => AnnounceError.ServiceCount,
        "InvalidInput(\"service name length\")" => AnnounceError.ServiceNameLength,
        _ => Enum.Parse<AnnounceError>(error.Split('(')[0]),
    };
}
