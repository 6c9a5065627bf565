using CsCheck;
using DSoftBus.Softbus.Proxy;
using Xunit;

namespace DSoftBus.Tests.Softbus.Proxy;

public sealed class RemoteProxyPolicyTests
{
    [Theory]
    [InlineData(RemoteService.Samgrd, RequestForm.CapnProto, 2)]
    [InlineData(RemoteService.Samgrd, RequestForm.ByteFrame, 6)]
    [InlineData(RemoteService.Bundlemgrd, RequestForm.CapnProto, 2)]
    [InlineData(RemoteService.Bundlemgrd, RequestForm.ByteFrame, 1)]
    public void TheTestRunAllowsResolveAndQuery(RemoteService service, RequestForm form, byte operation)
        => Assert.Equal(ProxyDecision.Allowed, RemoteProxyPolicy.TestRun.Decide(true, service, form, operation, 256));

    [Fact]
    public void TheTestRunAllowsNothingElse()
    {
        var allowed = from service in Enum.GetValues<RemoteService>()
                      from form in Enum.GetValues<RequestForm>()
                      from operation in Enumerable.Range(0, 256)
                      where RemoteProxyPolicy.TestRun.Decide(true, service, form, (byte)operation, 0) is ProxyDecision.Allowed
                      select (service, form, operation);
        Assert.Equal(4, allowed.Count());
    }

    [Fact]
    public void TheFirstFailingCheckWins()
    {
        var policy = RemoteProxyPolicy.TestRun;
        Assert.Equal(ProxyDecision.Unauthenticated, policy.Decide(false, RemoteService.Unknown, RequestForm.CapnProto, 9, 999));
        Assert.Equal(ProxyDecision.ServiceNotAllowed, policy.Decide(true, RemoteService.Unknown, RequestForm.CapnProto, 9, 999));
        Assert.Equal(ProxyDecision.OperationNotAllowed, policy.Decide(true, RemoteService.Samgrd, RequestForm.CapnProto, 1, 999));
        Assert.Equal(ProxyDecision.OversizedRequest, policy.Decide(true, RemoteService.Samgrd, RequestForm.CapnProto, 2, 257));
    }

    [Fact]
    public void DenyAllDeniesEveryRequest()
        => Gen.Select(Gen.Bool, Gen.Enum<RemoteService>(), Gen.Enum<RequestForm>(), Gen.Byte, Gen.Int[0, 300])
            .Sample((authenticated, service, form, operation, length)
                => RemoteProxyPolicy.DenyAll.Decide(authenticated, service, form, operation, length) is not ProxyDecision.Allowed);

    [Fact]
    public void AGrantForTheUnknownServiceGrantsNothing()
    {
        var policy = new RemoteProxyPolicy(new ProxyGrant(RemoteService.Unknown, RequestForm.CapnProto, 2));
        Assert.Equal(ProxyDecision.ServiceNotAllowed, policy.Decide(true, RemoteService.Unknown, RequestForm.CapnProto, 2, 0));
    }
}
