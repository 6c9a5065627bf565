using System.Globalization;
using System.Text;
using DSoftBus.Net.Facade;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;
using Xunit;

namespace DSoftBus.Tests.Http.Httpd;

/// <summary>One connection to the server that sends what it is told, byte for byte, and takes responses apart again.</summary>
internal sealed class RawClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TaskContext _task;
    private readonly FacadeStream _stream;
    private readonly MemoryStream _unread = new();
    private readonly byte[] _buffer = new byte[FacadeLimits.Read];

    private RawClient(TaskContext task, FacadeStream stream) => (_task, _stream) = (task, stream);

    /// <summary>How the connection ended, once it has.</summary>
    public FacadeStatus? End { get; private set; }

    private Instant Deadline => _task.Now + Patience;

    public static async ValueTask<RawClient> ConnectAsync(TaskContext task, FacadeClient network)
    {
        // The server listens a moment after its machine has an address.
        while (true)
        {
            var connected = await network.ConnectAsync(HttpWorld.Server, 80, task.Now + Patience);
            if (connected.IsOk)
                return new RawClient(task, connected.Value);
            await task.DelayAsync(TimeSpan.FromMilliseconds(50));
        }
    }

    public async ValueTask SendAsync(string text) => Assert.Equal(FacadeStatus.Ok, await TrySendAsync(text));

    public ValueTask<FacadeStatus> TrySendAsync(string text) => _stream.WriteAsync(Encoding.Latin1.GetBytes(text), Deadline);

    public ValueTask<FacadeStatus> ShutdownAsync() => _stream.ShutdownAsync();

    public ValueTask<FacadeStatus> CloseAsync() => _stream.CloseAsync();

    /// <summary>Everything up to the end of the connection.</summary>
    public async ValueTask<string> ReadToEndAsync()
    {
        while (await ReadAsync())
        {
        }

        return Text();
    }

    /// <summary>The next response: its status, its head, and the text that its Content-Length announces.</summary>
    /// <param name="hasContent">False for the answer to HEAD.</param>
    public async ValueTask<(int Status, string Head, string Content)> ResponseAsync(bool hasContent = true)
    {
        int end;
        while ((end = Text().IndexOf("\r\n\r\n", StringComparison.Ordinal)) < 0)
            Assert.True(await ReadAsync(), $"The connection ended ({End}) inside a head: {Text()}");
        string head = Text()[..(end + 4)];
        int status = int.Parse(head.AsSpan(9, 3), CultureInfo.InvariantCulture);
        int length = hasContent && status != 100 ? int.Parse(Field(head, "Content-Length"), CultureInfo.InvariantCulture) : 0;
        while (_unread.Length < end + 4 + length)
            Assert.True(await ReadAsync(), $"The connection ended ({End}) inside the content.");
        string content = Text().Substring(end + 4, length);
        byte[] rest = _unread.ToArray()[(end + 4 + length)..];
        _unread.SetLength(0);
        _unread.Write(rest);
        return (status, head, content);
    }

    public static string Field(string head, string name) =>
        head.Split("\r\n").First(line => line.StartsWith(name + ": ", StringComparison.Ordinal))[(name.Length + 2)..];

    private string Text() => Encoding.Latin1.GetString(_unread.GetBuffer(), 0, (int)_unread.Length);

    private async ValueTask<bool> ReadAsync()
    {
        var read = await _stream.ReadAsync(_buffer, Deadline);
        if (!read.IsOk)
        {
            End = read.Status;
            return false;
        }

        _unread.Write(_buffer, 0, read.Value);
        return true;
    }
}
