using System.Text;
using DSoftBus.Softbus.Crypto;
using DSoftBus.Softbus.Identity;
using Xunit;

namespace DSoftBus.Tests.Softbus.Identity;

public sealed class DeviceIdentityTests
{
    [Fact]
    public void AllThatASeedGivesIsThatOfTheVectors() => VectorFile.ForEach("noise-profile-h", "identity", vector =>
    {
        using var identity = new DeviceIdentity(vector.Bytes("ed25519_seed"));
        var role = vector.Text("role_tag") == "server-static" ? AttestationRole.Server : AttestationRole.Client;
        Assert.Equal(vector.ExpectedBytes("verifying_key"), identity.VerifyingKey.ToArray());
        Assert.Equal(vector.Expected.GetProperty("device_id").GetString(), identity.Id.ToString());
        Assert.Equal(vector.Expected.GetProperty("noise_public").GetString(), identity.StaticPublic.ToString());

        byte[] shared = new byte[32], expectedShared = new byte[32], peerSecret = Enumerable.Repeat((byte)7, 32).ToArray();
        Assert.True(identity.TryAgree(X25519.PublicKey(peerSecret), shared));
        X25519.TryAgree(vector.ExpectedBytes("noise_secret"), X25519.PublicKey(peerSecret), expectedShared);
        Assert.Equal(expectedShared, shared);

        var digest = new byte[AttestationDigest.Length];
        AttestationDigest.Compute(role, identity.StaticPublic, digest);
        Assert.Equal(vector.ExpectedBytes("proof_digest"), digest);
        var signature = new byte[Ed25519.SignatureLength];
        identity.SignRole(role, identity.StaticPublic, signature);
        Assert.Equal(vector.ExpectedBytes("signature"), signature);

        var json = new byte[AttestationProof.MaximumWrittenLength];
        int length = AttestationProof.Write(identity.Id, identity.VerifyingKey.Span, signature, json);
        Assert.Equal(vector.Expected.GetProperty("proof_json").GetString(), Encoding.ASCII.GetString(json, 0, length));
        Assert.Equal(vector.Expected.GetProperty("proof_json_length").GetInt32(), length);

        Assert.Equal(ProofError.None, AttestationProof.TryRead(json.AsSpan(0, length), out var proof));
        Assert.Equal(ProofError.None, proof!.Validate(role, identity.StaticPublic, out var id));
        Assert.Equal(identity.Id, id);
    });

    [Theory] // decisions.md, test nodes A and B
    [InlineData(0x0a, "506ef1879d748ce0713b0dd01da32ad2a4b1ce97b5a852ff18800c1e52982376", "b7c42bd1574a8d53b7dce3d27325bdd2715abe2d879e69f6b553b481ad97b63c")]
    [InlineData(0x0b, "fdf72a088f18f7399e8c52bce448441501f759a595a86980e5d9a422a01e5d55", "2b1aa334a1daf3cd49c51edd6445b49d0321172e5039342bbd4cd6cc7f65d046")]
    public void TestNodesAreThoseOfTheDecisions(byte seed, string id, string staticPublic)
    {
        using var identity = new DeviceIdentity(Enumerable.Repeat(seed, 32).ToArray());
        Assert.Equal(id, identity.Id.ToString());
        Assert.Equal(staticPublic, identity.StaticPublic.ToString());
    }

    [Fact]
    public void LowOrderPeersGetNoSecret()
    {
        using var identity = new DeviceIdentity(new byte[32]);
        Assert.False(identity.TryAgree(default, new byte[32]));
    }

    [Fact]
    public void AClearedIdentityAnswersNothing()
    {
        var identity = new DeviceIdentity(new byte[32]);
        identity.Dispose();
        Assert.Throws<ObjectDisposedException>(() => identity.TryAgree(default, new byte[32]));
        Assert.Throws<ObjectDisposedException>(() => identity.SignRole(AttestationRole.Client, default, new byte[64]));
    }
}
