using DSoftBus.Softbus.Dsoftbusd;
using DSoftBus.Softbus.Identity;
using Xunit;

namespace DSoftBus.Tests.Softbus.Dsoftbusd;

/// <summary>One session per pair (decisions.md "Sessions").</summary>
public sealed class SessionTableTests
{
    private static readonly DeviceId Low = Id('1'), Local = Id('5'), High = Id('9');

    private readonly SessionTable<string> _table = new(Local, capacity: 2);

    [Fact]
    public void TheFirstSessionIsTakenWhoeverDialled()
    {
        Assert.Equal(Admission.Accepted, _table.Admit(High, dialledByLocal: false, "higher dialled", out _));
        Assert.Equal(Admission.Accepted, _table.Admit(Low, dialledByLocal: true, "higher dialled", out _));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ANewerSessionOfTheSameDiallerReplacesTheOlder(bool dialledByLocal)
    {
        _table.Admit(High, dialledByLocal, "older", out _);
        Assert.Equal(Admission.Replaces, _table.Admit(High, dialledByLocal, "newer", out var displaced));
        Assert.Equal("older", displaced);
        Assert.Equal("newer", _table.Find(High));
    }

    [Fact]
    public void TheHigherIdsSessionGivesWay()
    {
        _table.Admit(High, dialledByLocal: false, "higher dialled", out _);
        Assert.Equal(Admission.Replaces, _table.Admit(High, dialledByLocal: true, "lower dialled", out var displaced));
        Assert.Equal("higher dialled", displaced);
    }

    [Fact]
    public void TheLowerIdsSessionStays()
    {
        _table.Admit(Low, dialledByLocal: false, "lower dialled", out _);
        Assert.Equal(Admission.Duplicate, _table.Admit(Low, dialledByLocal: true, "higher dialled", out var displaced));
        Assert.Null(displaced);
        Assert.Equal("lower dialled", _table.Find(Low));
    }

    [Fact]
    public void AFullTableRefusesNewPeersButNotReplacements()
    {
        _table.Admit(Low, false, "a", out _);
        _table.Admit(High, true, "b", out _);
        Assert.Equal(Admission.Full, _table.Admit(Id('7'), true, "c", out _));
        Assert.Equal(Admission.Replaces, _table.Admit(High, true, "d", out _));
        Assert.Equal(2, _table.Count);
    }

    [Fact]
    public void ADisplacedSessionCannotRemoveItsSuccessor()
    {
        string older = new("x"), newer = new("y");
        _table.Admit(High, true, older, out _);
        _table.Admit(High, true, newer, out _);
        Assert.False(_table.Remove(High, older));
        Assert.True(_table.Remove(High, newer));
        Assert.Equal(0, _table.Count);
    }

    private static DeviceId Id(char digit)
    {
        Assert.True(DeviceId.TryParse(System.Text.Encoding.ASCII.GetBytes(new string(digit, 64)), out var id));
        return id;
    }
}
