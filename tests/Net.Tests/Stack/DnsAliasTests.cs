using System.Text;
using DSoftBus.Net.Wire;
using Xunit;

namespace DSoftBus.Tests.Net.Stack;

/// <summary>Which addresses of an answer belong to the question (RFC 1034 section 3.6.2, RFC 1035 section 4.1).</summary>
public sealed class DnsAliasTests
{
    [Fact]
    public void Aliases_are_followed_in_whatever_order_the_records_stand()
    {
        Assert.Equal("192.0.2.1 192.0.2.2", Read("www.test", Address("c.test", 1), Alias("B.test", "c.test"), Alias("www.test", "b.test"), Address("C.TEST", 2)));
        Assert.Equal("192.0.2.1", Read("www.test", Alias("www.test", "b.test"), Address("b.test", 1), Address("evil.test", 6)));
    }

    [Fact]
    public void Addresses_of_other_names_and_other_types_do_not_count()
    {
        Assert.Equal("", Read("www.test", Address("evil.test", 6)));
        Assert.Equal("", Read("www.test", Alias("evil.test", "b.test"), Address("b.test", 6)));
        Assert.Equal("", Read("www.test", Record("www.test", 28, new byte[16]), Record("www.test", 1, [1, 2, 3]), Record("www.test", 1, [1, 2, 3, 4], recordClass: 3)));
        Assert.Equal("", Read("www.test", Alias("www.test", "nothing.test")));
    }

    [Fact]
    public void A_circle_leads_nowhere_and_a_chain_ends_after_eight()
    {
        Assert.Equal("", Read("a.test", Alias("a.test", "b.test"), Alias("b.test", "a.test")));
        Assert.Equal("", Read("a.test", Alias("a.test", "a.test")));
        Assert.Equal("192.0.2.1", Read("0.test", [.. Enumerable.Range(0, 8).Select(i => Alias($"{i}.test", $"{i + 1}.test")), Address("8.test", 1)]));
        Assert.Equal("", Read("0.test", [.. Enumerable.Range(0, 9).Select(i => Alias($"{i}.test", $"{i + 1}.test")), Address("9.test", 1)]));
    }

    [Fact]
    public void An_alias_that_is_no_name_leads_nowhere()
    {
        Assert.Equal("", Read("a.test", Record("a.test", 5, [1]), Address("x", 1)));
        Assert.Equal("", Read("a.test", Record("a.test", 5, [.. Name("b.test"), 0]), Address("b.test", 1)));
        Assert.Equal("", Read("a.test", Record("a.test", 5, [0xc0, 0xff]), Address("b.test", 1)));
    }

    private static string Read(string question, params byte[][] records)
    {
        byte[] message = [0, 1, 0x81, 0x80, 0, 1, 0, (byte)records.Length, 0, 0, 0, 0, .. Name(question), 0, 1, 0, 1, .. records.SelectMany(record => record)];
        Assert.Equal(WireError.None, DnsView.TryParse(message, out var view));
        var addresses = new Ipv4Address[8];
        int count = view.ReadAddresses(addresses);
        return string.Join(' ', addresses[..count].Select(address => address.ToString()));
    }

    private static byte[] Address(string owner, byte last) => Record(owner, 1, [192, 0, 2, last]);

    private static byte[] Alias(string owner, string target) => Record(owner, 5, Name(target));

    private static byte[] Record(string owner, byte type, byte[] data, byte recordClass = 1) =>
        [.. Name(owner), 0, type, 0, recordClass, 0, 0, 0, 60, 0, (byte)data.Length, .. data];

    private static byte[] Name(string dotted) =>
        [.. dotted.Split('.').SelectMany(label => Encoding.ASCII.GetBytes(label).Prepend((byte)label.Length)), 0];
}
