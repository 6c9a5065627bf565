using CsCheck;
using DSoftBus.Runtime.Init;

namespace DSoftBus.Tests.Runtime.Init;

public class BootParametersTests
{
    [Fact]
    public void Words_values_and_numbers()
    {
        var boot = BootParameters.Parse("  softbus.dhcp=700 softbus.testkeys=1\tsoftbus.manifest quiet=0 a=b=c empty= =x n=-5 big=99999999999 virtio_mmio.device=512@0xfeb00e00:12 virtio_mmio.device=512@0xfeb00c00:11 softbus.dhcp=0");
        Assert.Equal(0, boot.Integer("softbus.dhcp", 700));
        Assert.Equal(700, boot.Integer("softbus.missing", 700));
        Assert.Equal(-5, boot.Integer("n", 1));
        Assert.Equal(1, boot.Integer("big", 1));
        Assert.Equal(1, boot.Integer("softbus.manifest", 1));
        Assert.True(boot.Has("softbus.manifest"));
        Assert.True(boot.Has("softbus.testkeys"));
        Assert.False(boot.Has("quiet"));
        Assert.False(boot.Has("missing"));
        Assert.Equal("b=c", boot.Text("a"));
        Assert.Equal("", boot.Text("empty"));
        Assert.Null(boot.Text("softbus.manifest"));
        Assert.Null(boot.Text("missing"));
        Assert.Equal(["512@0xfeb00e00:12", "512@0xfeb00c00:11"], boot.All("virtio_mmio.device"));
        Assert.Empty(boot.All("softbus.manifest"));
    }

    [Fact]
    public void Any_text_parses() =>
        Gen.String.Sample(text =>
        {
            var boot = BootParameters.Parse(text);
            return boot.Integer(text, 7) is var _ && (boot.Text(text) ?? text) is not null;
        });

    [Fact]
    public void A_line_without_end_is_cut_at_128_words() =>
        Assert.False(BootParameters.Parse(string.Concat(Enumerable.Repeat("x ", 128)) + "late").Has("late"));
}
