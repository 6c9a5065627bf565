using System.Text;
using CsCheck;
using DSoftBus.Softbus.Crypto;
using DSoftBus.Softbus.Identity;
using Xunit;

namespace DSoftBus.Tests.Softbus.Identity;

public sealed class AttestationProofTests
{
    private static readonly DeviceIdentity Device = new(Enumerable.Repeat((byte)0x0a, 32).ToArray());

    private static readonly string Genuine = Json(AttestationRole.Server);

    [Fact]
    public void AGenuineProofNamesItsDevice() => Assert.Equal(ProofError.None, Judge(Genuine));

    [Theory]
    [InlineData("""{"device_id":1,"verifying_key":[],"signature":[]}""")]
    [InlineData("""{"device_id":"x","verifying_key":"","signature":[]}""")]
    [InlineData("""{"device_id":"x","verifying_key":[1.0],"signature":[]}""")]
    [InlineData("""{"device_id":"x","verifying_key":[1e1],"signature":[]}""")]
    [InlineData("""{"device_id":"x","verifying_key":[-0],"signature":[]}""")]
    [InlineData("""{"device_id":"x","verifying_key":[01],"signature":[]}""")]
    [InlineData("""{"device_id":"x","verifying_key":[256],"signature":[]}""")]
    [InlineData("""{"device_id":"x","verifying_key":[1000],"signature":[]}""")]
    [InlineData("""{"device_id":"x","verifying_key":[1,],"signature":[]}""")]
    [InlineData("""{"device_id":"x","verifying_key":[[]],"signature":[]}""")]
    [InlineData("""{"device_id":"x","verifying_key":[],"signature":[],}""")]
    [InlineData("""{"device_id":"x","verifying_key":[],"signature":[]} x""")]
    [InlineData("""{"device_id":"x","verifying_key":[]}""")]
    [InlineData("""{"device_id":"x","signature":[]}""")]
    [InlineData("""{"verifying_key":[],"signature":[]}""")]
    [InlineData("""{"device_id":"x","device_id":"x","verifying_key":[],"signature":[]}""")]
    [InlineData("""{"device_id":"x","verifying_key":[],"signature":[],"a":1,"\u0061":2}""")]
    [InlineData("""{"device_id":"x","verifying_key":[],"signature":[],"o":{"a":1,"a":2}}""")]
    [InlineData("""{"device_id":"x","verifying_key":[],"signature":[],"o":nul}""")]
    [InlineData("""{"device_id":"x","verifying_key":[],"signature":[],"o":1.}""")]
    [InlineData("""{"device_id":"x","verifying_key":[],"signature":[],"o":1e}""")]
    [InlineData("""{"device_id":"x","verifying_key":[],"signature":[],"o":"\ud800"}""")]
    [InlineData("""{"device_id":"x","verifying_key":[],"signature":[],"o":"\udc00"}""")]
    [InlineData("""{"device_id":"x","verifying_key":[],"signature":[],"o":"\x"}""")]
    [InlineData("""{"device_id":"x","verifying_key":[],"signature":[],"o":"\u12g4"}""")]
    [InlineData("""{"device_id":"x","verifying_key":[],"signature":[],"o"}""")]
    [InlineData("""{"device_id":"x","verifying_key":[],"signature":[],o:1}""")]
    [InlineData("""["device_id"]""")]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("not json")]
    [InlineData("\u0001{}")]
    [InlineData("\ufeff{\"device_id\":\"x\",\"verifying_key\":[],\"signature\":[]}")]
    public void OtherTextIsMalformed(string json) => Assert.Equal(ProofError.Malformed, Judge(json));

    [Theory]
    [InlineData("""{"device_id":"x","verifying_key":[],"signature":[]}""")]
    [InlineData("""{"device_id":"x","verifying_key":[],"signature":[],"o":{"device_id":1,"p":[{"a":1},{"a":2}]},"a":-1.5E+7}""")]
    [InlineData(""" { "device_id" : "\u0078" , "verifying_key" : [ 0 , 255 ] , "signature" : [ ] , "😀" : "\ud83d\ude00\n\"\/" } """)]
    [InlineData("""{"signature":[7],"verifying_key":[0,10,200],"\u0064evice_id":"x","t":true,"f":false,"n":null}""")]
    public void OrderSpaceEscapesAndUnknownKeysAreFree(string json) => Assert.Equal(ProofError.VerifyingKeyLength, Judge(json));

    [Fact]
    public void NestingEndsAtSixteen()
    {
        Assert.Equal(ProofError.None, Judge(Nested(15)));
        Assert.Equal(ProofError.Malformed, Judge(Nested(16)));

        static string Nested(int arrays) => Genuine[..^1] + ",\"o\":" + new string('[', arrays) + new string(']', arrays) + "}";
    }

    [Fact]
    public void LengthEndsAtEightThousandOneHundredNinetyTwo()
    {
        Assert.Equal(ProofError.None, Judge(Genuine.PadRight(8192)));
        Assert.Equal(ProofError.Malformed, Judge(Genuine.PadRight(8193)));
        Assert.Equal(ProofError.None, Judge(Genuine[..^1] + ",\"o\":\"" + new string('x', 8192 - Genuine.Length - 7) + "\"}"));
        Assert.Equal(ProofError.VerifyingKeyLength, Judge("{\"device_id\":\"" + new string('x', 8100) + "\",\"verifying_key\":[],\"signature\":[]}"));
    }

    [Fact]
    public void TextMustBeUtf8()
    {
        var bytes = Encoding.ASCII.GetBytes(Genuine[..^1] + ",\"o\":\"xx\"}");
        Assert.Equal(ProofError.None, AttestationProof.TryRead(bytes, out _));
        bytes[^3] = 0xff;
        Assert.Equal(ProofError.Malformed, AttestationProof.TryRead(bytes, out _));
    }

    [Fact]
    public void KeysOfOneObjectAreBounded()
    {
        Assert.Equal(ProofError.None, Judge(With(125)));
        Assert.Equal(ProofError.Malformed, Judge(With(126)));

        static string With(int keys) => Genuine[..^1] + string.Concat(Enumerable.Range(0, keys).Select(i => $",\"k{i}\":0")) + "}";
    }

    [Fact]
    public void TheChecksHaveAnOrder()
    {
        Assert.Equal(ProofError.VerifyingKeyLength, Judge(Edited(key: 31, id: false, signature: 63)));
        Assert.Equal(ProofError.VerifyingKeyInvalid, Judge(Edited(keyValue: 0, id: false, signature: 63)));
        Assert.Equal(ProofError.DeviceIdMismatch, Judge(Edited(id: false, signature: 63)));
        Assert.Equal(ProofError.SignatureLength, Judge(Edited(signature: 63)));
        Assert.Equal(ProofError.SignatureLength, Judge(Edited(signature: 65)));
        Assert.Equal(ProofError.SignatureInvalid, Judge(Json(AttestationRole.Client)));
        Assert.Equal(ProofError.SignatureInvalid, Judge(Genuine, X25519.PublicKey(new byte[32])));
    }

    [Fact]
    public void AnyBytesGetAVerdict() => Gen.Byte.Array[0, 200].Sample(bytes =>
        Assert.Equal(ProofError.Malformed, AttestationProof.TryRead(bytes, out _)));

    [Fact]
    public void AnyDamageGetsAVerdict() => Gen.Int[0, Genuine.Length - 1].Select(Gen.Byte).Sample((at, value) =>
    {
        var bytes = Encoding.ASCII.GetBytes(Genuine);
        bool same = bytes[at] == value;
        bytes[at] = value;
        if (AttestationProof.TryRead(bytes, out var proof) == ProofError.None && !same)
            Assert.NotEqual(ProofError.None, proof!.Validate(AttestationRole.Server, Device.StaticPublic, out _));
    }, iter: 500);

    [Fact]
    public void EveryPrefixIsMalformed()
    {
        for (int length = 0; length < Genuine.Length; length++)
            Assert.Equal(ProofError.Malformed, Judge(Genuine[..length]));
    }

    private static ProofError Judge(string json) => Judge(json, Device.StaticPublic);

    private static ProofError Judge(string json, X25519PublicKey staticPublic)
    {
        var error = AttestationProof.TryRead(Encoding.UTF8.GetBytes(json), out var proof);
        return error == ProofError.None ? proof!.Validate(AttestationRole.Server, staticPublic, out _) : error;
    }

    private static string Json(AttestationRole role)
    {
        byte[] signature = new byte[64], json = new byte[AttestationProof.MaximumWrittenLength];
        Device.SignRole(role, Device.StaticPublic, signature);
        return Encoding.ASCII.GetString(json, 0, AttestationProof.Write(Device.Id, Device.VerifyingKey.Span, signature, json));
    }

    private static string Edited(int key = 32, int? keyValue = null, bool id = true, int signature = 64)
    {
        var keyBytes = Device.VerifyingKey.ToArray();
        if (keyValue is { } value)
            Array.Fill(keyBytes, (byte)value);
        var name = id ? Device.Id.ToString() : new string('0', 64);
        return $$"""{"device_id":"{{name}}","verifying_key":[{{string.Join(',', keyBytes.Take(key))}}],"signature":[{{string.Join(',', Enumerable.Repeat(1, signature))}}]}""";
    }
}
