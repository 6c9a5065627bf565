using System.IO.Compression;
using System.Text;
using DSoftBus.Tests.Metal.ClassLibrary.Suite;

namespace DSoftBus.Tests.Metal.ClassLibrary.Files;

/// <summary>Files as far as they exist, pipes, streams.</summary>
internal static class FileChecks
{
    /// <summary>A folder that is on no machine, and a file in it.</summary>
    private const string Nowhere = "/no-such-folder-here";
    private const string Nothing = Nowhere + "/nothing.txt";

    public static void Add(Area area)
    {
        AddMissing(area);
        AddPresent(area);
        AddPipes(area);
        AddStreams(area);
    }

    private static void AddMissing(Area area)
    {
        area.Check("a file that is nowhere, read in six ways", async () => Values.Of(
            Thrown.By(() => File.ReadAllText("/no-such-file")), Thrown.By(() => File.ReadAllBytes(Nothing)), Thrown.By(() => File.OpenRead(Nothing)), Thrown.By(() => _ = File.ReadLines(Nothing).Count()),
            await Thrown.ByAsync(() => File.ReadAllTextAsync("/no-such-file")), Thrown.By(() => _ = new StreamReader("/no-such-file"))));
        area.Check("the message names the file", () =>
        {
            try
            {
                File.OpenRead("/no-such-file");
                return "nothing";
            }
            catch (FileNotFoundException e)
            {
                return Values.Of(e.Message, e.FileName, e.HResult.ToString("x"));
            }
        });
        area.Check("a folder that is nowhere, written to, listed, left", () => Values.Of(
            Thrown.By(() => File.WriteAllText(Nothing, "text")), Thrown.By(() => File.AppendAllText(Nothing, "text")), Thrown.By(() => Directory.GetFiles(Nowhere)), Thrown.By(() => _ = Directory.EnumerateDirectories(Nowhere).Count()), Thrown.By(() => Directory.SetCurrentDirectory(Nowhere))));
        area.Check("what is nowhere, deleted, moved, copied, linked", () => Values.Of(
            Thrown.By(() => File.Delete(Nothing)), Thrown.By(() => Directory.Delete(Nowhere)), Thrown.By(() => File.Move(Nothing, Nowhere + "/other")), Thrown.By(() => File.Copy(Nothing, Nowhere + "/other")), Thrown.By(() => File.CreateSymbolicLink(Nothing, "x")), Thrown.By(() => Directory.Move(Nowhere, Nowhere + "2"))));
        area.Check("what is nowhere does not exist", () => Values.Of(
            File.Exists(Nothing), Directory.Exists(Nowhere), new FileInfo(Nothing).Exists, Thrown.By(() => _ = new FileInfo(Nothing).Length), Path.Exists(Nothing), File.GetLastWriteTimeUtc(Nothing).Year, Thrown.By(() => File.GetAttributes(Nothing))));
        area.Check("times and rights of what is nowhere", () => Values.Of(
            Thrown.By(() => File.SetLastWriteTimeUtc(Nothing, DateTime.UnixEpoch)), Thrown.By(() => File.SetUnixFileMode(Nothing, UnixFileMode.UserRead)), Thrown.By(() => _ = File.GetUnixFileMode(Nothing)), Thrown.By(() => File.SetAttributes(Nothing, FileAttributes.ReadOnly))));
        area.Check("paths that are none", () => Values.Of(
            Thrown.By(() => File.OpenRead("")), Thrown.By(() => File.OpenRead("a\0b")), Thrown.By(() => File.OpenRead(null!)), Thrown.By(() => File.OpenRead("/" + new string('x', 5000)))));
        area.Check("a program that is nowhere is not started", () => Thrown.By(() => System.Diagnostics.Process.Start(Nowhere + "/program")));
    }

    private static void AddPresent(Area area)
    {
        area.Check("the root is a folder", () => Values.Of(Directory.Exists("/"), File.Exists("/"), File.GetAttributes("/").HasFlag(FileAttributes.Directory), new DirectoryInfo("/").Parent, Path.GetPathRoot("/a/b")));
        area.Check("random bytes, twice, in pieces", () =>
        {
            using var stream = File.OpenRead("/dev/urandom");
            byte[] first = new byte[64];
            byte[] second = new byte[64];
            stream.ReadExactly(first);
            stream.ReadExactly(second.AsSpan(0, 10));
            stream.ReadExactly(second.AsSpan(10));
            return Values.Of(!first.AsSpan().SequenceEqual(second), first.Distinct().Count() > 20, stream.CanRead, stream.CanWrite);
        });
        area.Check("random bytes, asynchronously", async () =>
        {
            await using var stream = new FileStream("/dev/urandom", new FileStreamOptions { Options = FileOptions.Asynchronous, BufferSize = 0 });
            byte[] bytes = new byte[5000];
            await stream.ReadExactlyAsync(bytes);
            return Values.Of(bytes.Distinct().Count() == 256);
        });
        area.Check("memory of the machine", () =>
        {
            string[] lines = File.ReadAllLines("/proc/meminfo");
            long kilobytes = long.Parse(lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
            return Values.Of(lines[0].Split(':')[0], kilobytes > 10_000, lines.Any(line => line.StartsWith("MemFree:", StringComparison.Ordinal)));
        });
        area.Check("processors and stack of the machine", () => Values.Of(
            File.ReadAllText("/sys/devices/system/cpu/online")[0], File.ReadAllText("/proc/self/maps").Contains("[stack]", StringComparison.Ordinal), File.ReadLines("/sys/devices/system/cpu/possible").Count()));
    }

    private static void AddPipes(Area area)
    {
        area.Check("pipe, three lines and its end", () =>
        {
            using var pipe = new PipeEnds();
            using var reader = new StreamReader(pipe.Reader);
            using (var writer = new StreamWriter(pipe.Writer) { AutoFlush = true })
                writer.Write("one\ntwo\nthree\n");
            return Values.Of(reader.ReadLine(), reader.ReadLine(), reader.ReadToEnd(), pipe.Reader.CanSeek);
        });
        area.Check("pipe, a reader that waits for 200 messages of another thread", () =>
        {
            using var pipe = new PipeEnds();
            int sum = 0;
            Crew.Run(2, number =>
            {
                if (number == 0)
                {
                    for (int i = 0; i < 200; i++)
                    {
                        pipe.Writer.WriteByte((byte)i);
                        if (i % 50 == 0)
                            Thread.Sleep(1);
                    }

                    pipe.Writer.Dispose();
                    return;
                }

                for (int value = pipe.Reader.ReadByte(); value >= 0; value = pipe.Reader.ReadByte())
                    sum += value;
            });
            return Values.Of(sum);
        });
        area.Check("pipe, 300000 bytes through one that holds fewer", () =>
        {
            using var pipe = new PipeEnds();
            byte[] sent = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 31 >> 2))];
            using var received = new MemoryStream();
            Crew.Run(2, number =>
            {
                if (number == 0)
                {
                    pipe.Writer.Write(sent);
                    pipe.Writer.Dispose();
                }
                else
                {
                    pipe.Reader.CopyTo(received);
                }
            });
            return Values.Of(received.Length, received.ToArray().AsSpan().SequenceEqual(sent));
        });
        area.Check("pipe, asynchronously", async () =>
        {
            using var pipe = new PipeEnds();
            byte[] buffer = new byte[10];
            var reading = pipe.Reader.ReadAsync(buffer);
            bool early = reading.IsCompleted;
            await pipe.Writer.WriteAsync(new byte[] { 1, 2, 3 });
            int count = await reading;
            return Values.Of(early, count, buffer[..count]);
        });
        area.Check("pipe, to nobody, and from its wrong end", () =>
        {
            using var pipe = new PipeEnds();
            pipe.Reader.Dispose();
            return Values.Of(Thrown.By(() => pipe.Writer.Write([4])), Thrown.By(() => pipe.Writer.ReadByte()), Thrown.By(() => pipe.Reader.ReadByte()));
        });
    }

    private static void AddStreams(Area area)
    {
        area.Check("standard input is at its end", () => Values.Of(Console.In.Read(), Console.In.ReadLine(), Console.OpenStandardInput().ReadByte(), Console.IsInputRedirected));
        area.Check("standard output", () =>
        {
            using var stream = Console.OpenStandardOutput();
            stream.Write([]);
            return Values.Of(stream.CanWrite, stream.CanRead, stream.CanSeek, Console.IsOutputRedirected, Thrown.By(() => _ = stream.Length));
        });
        area.Check("memory as a stream", () =>
        {
            using var stream = new MemoryStream();
            stream.Write([1, 2, 3, 4]);
            stream.Seek(-2, SeekOrigin.End);
            stream.WriteByte(30);
            stream.SetLength(6);
            return Values.Of(stream.ToArray(), stream.Position, Thrown.By(() => stream.Seek(-1, SeekOrigin.Begin)), Thrown.By(() => new MemoryStream([1], writable: false).WriteByte(1)));
        });
        area.Check("binary writer and reader", () =>
        {
            using var stream = new MemoryStream();
            using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
            {
                writer.Write(-1.5m);
                writer.Write("höhe");
                writer.Write7BitEncodedInt64(1L << 40);
            }

            stream.Position = 0;
            using var reader = new BinaryReader(stream);
            return Values.Of(stream.Length, reader.ReadDecimal(), reader.ReadString(), reader.Read7BitEncodedInt64() == 1L << 40, Thrown.By(() => reader.ReadByte()));
        });
        area.Check("reader finds the encoding by the first bytes", () =>
        {
            using var reader = new StreamReader(new MemoryStream([0xff, 0xfe, 0x41, 0, 0xac, 0x20]), detectEncodingFromByteOrderMarks: true);
            return Values.Of(reader.ReadToEnd(), reader.CurrentEncoding.WebName);
        });
        area.Check("compressed and back, four ways", () =>
        {
            byte[] bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 2000).Select(number => $"line {number % 37}\n")));
            return Values.Of(
                Through(bytes, stream => new DeflateStream(stream, CompressionLevel.Optimal, true), stream => new DeflateStream(stream, CompressionMode.Decompress)),
                Through(bytes, stream => new GZipStream(stream, CompressionLevel.Fastest, true), stream => new GZipStream(stream, CompressionMode.Decompress)),
                Through(bytes, stream => new ZLibStream(stream, CompressionLevel.SmallestSize, true), stream => new ZLibStream(stream, CompressionMode.Decompress)),
                Through(bytes, stream => new BrotliStream(stream, CompressionLevel.Fastest, true), stream => new BrotliStream(stream, CompressionMode.Decompress)),
                Thrown.By(() => new GZipStream(new MemoryStream([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), CompressionMode.Decompress).ReadByte()));
        });
        area.Check("archive in memory", () =>
        {
            using var stream = new MemoryStream();
            using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            {
                foreach (string name in new[] { "a.txt", "b/c.txt" })
                {
                    using var entry = archive.CreateEntry(name).Open();
                    entry.Write(Encoding.UTF8.GetBytes("content of " + name));
                }
            }

            using var read = new ZipArchive(stream, ZipArchiveMode.Read);
            using var reader = new StreamReader(read.GetEntry("b/c.txt")!.Open());
            return Values.Of(read.Entries.Select(entry => $"{entry.FullName}:{entry.Length}"), reader.ReadToEnd());
        });
    }

    private static string Through(byte[] bytes, Func<Stream, Stream> compress, Func<Stream, Stream> decompress)
    {
        using var compressed = new MemoryStream();
        using (var stream = compress(compressed))
            stream.Write(bytes);
        bool smaller = compressed.Length < bytes.Length / 5;
        compressed.Position = 0;
        using var back = new MemoryStream();
        using (var stream = decompress(compressed))
            stream.CopyTo(back);
        return $"{smaller} {back.ToArray().AsSpan().SequenceEqual(bytes)}";
    }
}
