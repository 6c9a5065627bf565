using System.Diagnostics;
using CsCheck;
using DSoftBus.Qemu.Capture;
using DSoftBus.Tests.Qemu.Cable;
using Xunit;
using Xunit.Abstractions;

namespace DSoftBus.Tests.Qemu.Capture;

public sealed class PcapngTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    [Fact]
    public void WhatIsWrittenIsReadBack() =>
        Gen.Select(Gen.Int[0, 2], Gen.Long[0, 1L << 50], Gen.Byte.Array[0, 300]).Array[0, 20].Sample(frames =>
        {
            using var stream = new MemoryStream();
            var writer = new CaptureFile(stream);
            foreach ((int port, long ticks, byte[] bytes) in frames)
                writer.Write(writer.InterfaceOf($"port {port}"), Start.AddTicks(ticks), bytes);
            Assert.Null(PcapngReader.Read(stream.ToArray(), out List<CapturedFrame> read));
            Assert.Equal(frames.Length, read.Count);
            return read.Zip(frames).All(pair => pair.First.Interface == $"port {pair.Second.Item1}"
                && pair.First.Time == Start.AddTicks(pair.Second.Item2)
                && pair.First.Bytes.Span.SequenceEqual(pair.Second.Item3));
        });

    [Fact]
    public void AnyDamageIsReportedNotThrown()
    {
        byte[] good = Sample();
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte, Gen.Int[0, good.Length]).Sample((position, value, length) =>
        {
            byte[] bad = [.. good];
            bad[position] = value;
            PcapngReader.Read(bad.AsMemory(0, length), out _);
        });
        Assert.NotNull(PcapngReader.Read(good.AsMemory(0, good.Length - 1), out List<CapturedFrame> frames));
        Assert.Single(frames);
    }

    [Fact]
    public async Task TsharkReadsNamesTimesAndBytes()
    {
        if (!File.Exists("/usr/bin/tshark"))
        {
            output.WriteLine("Not compared with tshark: /usr/bin/tshark is not installed.");
            return;
        }

        string path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, Sample());
            var start = new ProcessStartInfo("/usr/bin/tshark",
                ["-r", path, "-T", "fields", "-e", "frame.interface_name", "-e", "frame.time_epoch", "-e", "eth.src", "-e", "frame.len"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using Process tshark = Process.Start(start)!;
            Task<string> errors = tshark.StandardError.ReadToEndAsync();
            string text = await tshark.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60));
            await errors;
            Assert.Equal(
                ["A\t1767323045.678000100\t52:54:00:12:34:0a\t15", "B\t1767323045.678000200\t52:54:00:12:34:0b\t15"],
                text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static byte[] Sample()
    {
        using var stream = new MemoryStream();
        using (var writer = new CaptureFile(stream))
        {
            writer.Write(writer.InterfaceOf("A"), Start.AddTicks(1), Frames.Make(Frames.B, Frames.A, 1));
            writer.Write(writer.InterfaceOf("B"), Start.AddTicks(2), Frames.Make(Frames.A, Frames.B, 2));
        }

        return stream.ToArray();
    }
}
