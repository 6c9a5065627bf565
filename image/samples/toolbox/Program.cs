// What programs on Linux use every day; each line is the same on Linux and on the bare machine.
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using DSoftBus.Toolbox;
using Konscious.Security.Cryptography;

// RFC 9106 section 5.3: the published test vector of Argon2id.
using (var published = new Argon2id(Bytes(32, 1)))
{
    published.Salt = Bytes(16, 2);
    published.KnownSecret = Bytes(8, 3);
    published.AssociatedData = Bytes(12, 4);
    published.Iterations = 3;
    published.MemorySize = 32;
    published.DegreeOfParallelism = 4;
    Console.WriteLine($"argon2id rfc9106: {Convert.ToHexStringLower(published.GetBytes(32))}");
}

using (var large = new Argon2id(Encoding.UTF8.GetBytes("correct horse battery staple")))
{
    large.Salt = Encoding.UTF8.GetBytes("sixteen bytes...");
    large.Iterations = 2;
    large.MemorySize = 8 * 1024; // KiB
    large.DegreeOfParallelism = 2;
    Console.WriteLine($"argon2id 8 MiB: {Convert.ToHexStringLower(await large.GetBytesAsync(32))}");
}

var order = new Order(4711, "Zoë Müller", new DateTimeOffset(2026, 2, 28, 23, 59, 59, TimeSpan.Zero), [new("tea", 3, 4.95m), new("cup", 1, 12m)]);
string json = JsonSerializer.Serialize(order, OrderContext.Default.Order);
Console.WriteLine($"json: {json}");
var copy = JsonSerializer.Deserialize(json, OrderContext.Default.Order) ?? throw new InvalidDataException("null instead of an order");
Console.WriteLine($"json read back: {copy.Lines.SequenceEqual(order.Lines)}, {copy.Lines.Sum(line => line.Count * line.Price).ToString(CultureInfo.InvariantCulture)} euro");

var channel = Channel.CreateBounded<long>(8);
var consumers = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
{
    long sum = 0;
    await foreach (long value in channel.Reader.ReadAllAsync())
        sum += value;
    return sum;
})).ToArray();
for (long value = 1; value <= 10_000; value++)
    await channel.Writer.WriteAsync(value);
channel.Writer.Complete();
Console.WriteLine($"channel: 3 consumers add up to {(await Task.WhenAll(consumers)).Sum()}");

int primes = 0;
Parallel.For(2, 20_000, candidate =>
{
    for (int divisor = 2; divisor * divisor <= candidate; divisor++)
    {
        if (candidate % divisor == 0)
            return;
    }

    Interlocked.Increment(ref primes);
});
Console.WriteLine($"parallel: {primes} primes below 20000");

static byte[] Bytes(int count, byte value) => [.. Enumerable.Repeat(value, count)];
