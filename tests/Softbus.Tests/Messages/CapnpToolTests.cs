using System.Diagnostics;
using DSoftBus.Tests.Softbus.CapnProto;
using DSoftBus.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace DSoftBus.Tests.Softbus.Messages;

/// <summary>The capnp tool as an oracle: it reads what we wrote, and we read what it wrote.</summary>
public sealed class CapnpToolTests(ITestOutputHelper output)
{
    [Fact]
    public void TheToolAndOurCodeReadEachOther()
    {
        if (!IsInstalled())
        {
            output.WriteLine("Not run: there is no capnp tool on this machine (Debian package capnproto).");
            return;
        }

        int compared = 0;
        VectorFile.ForEach("capnp-messages", "message", vector =>
        {
            var (schema, name, text) = (vector.Text("schema"), vector.Text("struct"), vector.Text("value"));
            var layout = SchemaLayout.Of(schema, name);
            var value = TextValue.Parse(text);
            var theirs = Run("encode", schema, name, System.Text.Encoding.UTF8.GetBytes(text));
            Assert.Equal(DSoftBus.Softbus.CapnProto.CapnpError.None, DynamicMessage.TryRender(layout, theirs, out var read));
            Assert.Equal(DynamicMessage.Render(layout, value), read);

            // Their text of our bytes, encoded by them again, must be their own bytes of the value.
            var decoded = Run("decode", schema, name, DynamicMessage.Write(layout, value));
            Assert.Equal(Convert.ToHexStringLower(theirs), Convert.ToHexStringLower(Run("encode", schema, name, decoded)));
            compared++;
        });
        output.WriteLine($"{compared} messages compared with the capnp tool.");
    }

    private static bool IsInstalled()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("capnp", "--version") { RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static byte[] Run(string command, string schema, string name, byte[] input)
    {
        var file = RepositoryRoot.File("softbus", "schema", schema + ".capnp");
        using var process = Process.Start(new ProcessStartInfo("capnp", command == "decode" ? [command, "--quiet", file, name] : [command, file, name])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        process.StandardInput.BaseStream.Write(input);
        process.StandardInput.Close();
        using var result = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(result);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return result.ToArray();
    }
}
