using System.Text;
using CsCheck;
using DSoftBus.Qemu.Launch;
using Xunit;

namespace DSoftBus.Tests.Qemu.Launch;

public sealed class LineSplitterTests
{
    [Fact]
    public void PiecesDoNotMatter() =>
        Gen.Select(Gen.String[Gen.Char["ab \r\n"], 0, 60], Gen.Int[1, 9]).Sample((text, piece) =>
        {
            byte[] bytes = Encoding.ASCII.GetBytes(text);
            return Split(bytes, bytes.Length + 1).SequenceEqual(Split(bytes, piece));
        });

    [Fact]
    public void ControlBytesCannotSteerATerminal() =>
        Assert.Equal([".[2J.x y"], Split([0x1b, (byte)'[', (byte)'2', (byte)'J', 0xff, (byte)'x', (byte)'\t', (byte)'y', (byte)'\n'], 100));

    [Fact]
    public void ALineIsBounded()
    {
        byte[] flood = new byte[LineSplitter.MaximumLine * 3];
        flood.AsSpan().Fill((byte)'x');
        Assert.Equal(LineSplitter.MaximumLine, Assert.Single(Split(flood, 1000)).Length);
    }

    private static List<string> Split(byte[] bytes, int piece)
    {
        var lines = new List<string>();
        var splitter = new LineSplitter(lines.Add);
        foreach (byte[] part in bytes.Chunk(piece))
            splitter.Append(part);
        splitter.Complete();
        return lines;
    }
}
