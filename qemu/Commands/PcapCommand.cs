using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using DSoftBus.Net.Wire.Tree;
using DSoftBus.Qemu.Capture;

namespace DSoftBus.Qemu.Commands;

/// <summary><c>softbus pcap decode</c>.</summary>
internal static class PcapCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A pcapng file of the cable." };
        Option<bool> json = GuestRunOptions.JsonOption();
        var decode = new Command("decode", "Prints every frame as a tree of fields.") { file, json };
        decode.SetAction(parsed => Decode(parsed.GetRequiredValue(file), parsed.GetValue(json), Console.Out, Console.Error));
        return new Command("pcap", "Reads captures.") { decode };
    }

    private static int Decode(string path, bool json, TextWriter output, TextWriter error)
    {
        if (!File.Exists(path))
        {
            error.WriteLine($"error: there is no file {path}.");
            return Program.UsageStatus;
        }

        string? damage = PcapngReader.Read(File.ReadAllBytes(path), out List<CapturedFrame> frames);
        var tree = new PacketTree();
        if (json)
        {
            output.WriteLine(new JsonArray([.. frames.Select(frame => new JsonObject
            {
                ["number"] = frame.Number,
                ["time"] = frame.Time.ToString("O", CultureInfo.InvariantCulture),
                ["interface"] = frame.Interface,
                ["problem"] = FrameCheck.Describe(frame.Bytes.Span),
                ["tree"] = tree.Describe(frame.Bytes.Span),
            })]).ToJsonString());
        }
        else
        {
            foreach (CapturedFrame frame in frames)
            {
                string problem = FrameCheck.Describe(frame.Bytes.Span) is { } text ? $"  PROBLEM: {text}" : "";
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"frame {frame.Number}  {frame.Time:HH:mm:ss.ffffff}  from {frame.Interface}  {frame.Bytes.Length} bytes{problem}"));
                output.WriteLine(tree.Describe(frame.Bytes.Span));
            }
        }

        if (damage is null)
            return 0;
        error.WriteLine($"error: {path}: {damage}");
        return 1;
    }
}
