using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using DSoftBus.Tests.Metal.ClassLibrary.Suite;

namespace DSoftBus.Tests.Metal.ClassLibrary.Json;

/// <summary>JSON with serializers made at compile time, documents, readers and writers.</summary>
internal static class JsonChecks
{
    private static readonly Invoice Sample = new(4711, "Zoë \"Z\" <M>", new DateTimeOffset(2026, 2, 28, 23, 59, 59, TimeSpan.FromHours(1)), 26.85m, [new("tea", 3, 0.25), new("cup", 1, 1e-3)])
    {
        Tags = { ["a"] = 1, ["b"] = null },
        Payment = PaymentKind.Card,
    };

    public static void Add(Area area)
    {
        AddObjects(area);
        AddDocuments(area);
    }

    private static void AddObjects(Area area)
    {
        area.Check("written", () => JsonSerializer.Serialize(Sample, JsonShapes.Default.Invoice));
        area.Check("written and read back", () =>
        {
            var copy = Read(JsonSerializer.Serialize(Sample, JsonShapes.Default.Invoice));
            return Values.Of(copy.Number, copy.Customer == Sample.Customer, copy.Issued == Sample.Issued, copy.Total, copy.Lines.SequenceEqual(Sample.Lines), copy.Tags, copy.Payment, copy.Reference);
        });
        area.Check("1000 invoices as UTF-8, there and back", () =>
        {
            List<Invoice> many = [.. Enumerable.Range(0, 1000).Select(number => Sample with { Number = number })];
            byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(many, JsonShapes.Default.ListInvoice);
            var copies = JsonSerializer.Deserialize(bytes, JsonShapes.Default.ListInvoice);
            return Values.Of(bytes.Length, copies?.Count, copies?.Sum(copy => copy.Number), copies?.All(copy => copy.Lines.Count == 2));
        });
        area.Check("kinds of shape", () =>
        {
            Shape[] shapes = [new Shape.Circle(1.5), new Shape.Box(2, 3)];
            string text = JsonSerializer.Serialize(shapes, JsonShapes.Default.ShapeArray);
            return Values.Of(text, JsonSerializer.Deserialize(text, JsonShapes.Default.ShapeArray)?.SequenceEqual(shapes), Thrown.By(() => JsonSerializer.Deserialize("""[{"kind":"star"}]""", JsonShapes.Default.ShapeArray)));
        });
        area.Check("what no member takes is kept", () =>
        {
            var node = JsonSerializer.Deserialize("""{"name":"root","child":{"name":"leaf"},"more":[1,2],"flag":true}""", JsonShapes.Default.TreeNode);
            return Values.Of(node?.Name, node?.Child?.Name, node?.Rest?.Keys, JsonSerializer.Serialize(node, JsonShapes.Default.TreeNode));
        });
        area.Check("a required member is missing", () => Reason(() => JsonSerializer.Deserialize("""{"child":null}""", JsonShapes.Default.TreeNode)));
        area.Check("a number where a list should be", () => Reason(() => Read("""{"number":1,"lines":7}""")));
        area.Check("an end too early, a comma too many, no JSON", () => Values.Of(
            Reason(() => Read("""{"number":1""")), Reason(() => Parse("[1,2,]")), Reason(() => Parse("hello"))));
        area.Check("own converter", () =>
        {
            string text = JsonSerializer.Serialize(new Register("cr3", 0xdead), JsonShapes.Default.Register);
            return Values.Of(text, JsonSerializer.Deserialize(text, JsonShapes.Default.Register), Thrown.By(() => JsonSerializer.Deserialize("""{"name":"x","value":"zz"}""", JsonShapes.Default.Register)));
        });
        area.Check("doubles keep every bit", () =>
        {
            var table = new Dictionary<string, double> { ["third"] = 1.0 / 3, ["least"] = double.Epsilon, ["zero"] = -0.0 };
            string text = JsonSerializer.Serialize(table, JsonShapes.Default.DictionaryStringDouble);
            var copy = JsonSerializer.Deserialize(text, JsonShapes.Default.DictionaryStringDouble);
            return Values.Of(text, copy?.Values.Select(BitConverter.DoubleToInt64Bits).SequenceEqual(table.Values.Select(BitConverter.DoubleToInt64Bits)), Thrown.By(() => JsonSerializer.Serialize(new Dictionary<string, double> { ["nan"] = double.NaN }, JsonShapes.Default.DictionaryStringDouble)));
        });
        area.Check("from a stream, in small pieces", async () =>
        {
            string text = JsonSerializer.Serialize(Enumerable.Range(0, 5000).ToArray(), JsonShapes.Default.Int32Array);
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
            int[]? numbers = await JsonSerializer.DeserializeAsync(stream, JsonShapes.Default.Int32Array);
            using var target = new MemoryStream();
            await JsonSerializer.SerializeAsync(target, numbers!, JsonShapes.Default.Int32Array);
            return Values.Of(text.Length, numbers?.Sum(), target.Length);
        });
        area.Check("a list read item by item", async () =>
        {
            using var stream = new MemoryStream("[\"a\",\"b\",\"c\"]"u8.ToArray());
            var items = new List<string?>();
            await foreach (string? item in JsonSerializer.DeserializeAsyncEnumerable(stream, JsonShapes.Default.String))
                items.Add(item);
            return Values.Of(items);
        });
        area.Check("without a serializer made at compile time", () => Thrown.By(() => JsonShapes.Default.Options.GetTypeInfo(typeof(Version))));
    }

    private static void AddDocuments(Area area)
    {
        area.Check("document, looked through", () =>
        {
            using var document = JsonDocument.Parse("""{"a":[1,2.5,"x",null,true],"b":{"c":"2026-02-28"}}""");
            var root = document.RootElement;
            return Values.Of(root.GetProperty("a").GetArrayLength(), root.GetProperty("a").EnumerateArray().Select(item => item.ValueKind), root.GetProperty("b").GetProperty("c").GetDateTime().DayOfYear, root.TryGetProperty("z", out _), Thrown.By(() => root.GetProperty("b").GetInt32()));
        });
        area.Check("document, too deep", () => Values.Of(Reason(() => Parse(new string('[', 65))), Thrown.By(() => Parse(new string('[', 64) + new string(']', 64)))));
        area.Check("nodes, changed", () =>
        {
            var root = JsonNode.Parse("""{"list":[1,2,3],"name":"old"}""")!.AsObject();
            root["name"] = "new";
            root["list"]!.AsArray().RemoveAt(0);
            root["added"] = new JsonObject { ["deep"] = 1.5 };
            return Values.Of(root.ToJsonString(), JsonNode.DeepEquals(root, JsonNode.Parse(root.ToJsonString())), root["list"]![1]!.GetPath());
        });
        area.Check("written indented", () =>
        {
            var buffer = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
            {
                writer.WriteStartObject();
                writer.WriteNumber("n"u8, 1.5m);
                writer.WriteStartArray("list");
                writer.WriteBooleanValue(true);
                writer.WriteNullValue();
                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            return Encoding.UTF8.GetString(buffer.WrittenSpan).Replace('\n', '/');
        });
        area.Check("written in the wrong order", () => Thrown.By(() =>
        {
            using var writer = new Utf8JsonWriter(new MemoryStream());
            writer.WriteStartObject();
            writer.WriteNumberValue(1);
        }));
        area.Check("tokens with comments skipped", () =>
        {
            var reader = new Utf8JsonReader("""{ "a" : 1, /* no */ "b" : [ "x\u00e9" ] }"""u8, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip });
            var tokens = new List<string>();
            while (reader.Read())
                tokens.Add(reader.TokenType is JsonTokenType.String ? reader.GetString()! : reader.TokenType.ToString());
            return Values.Of(tokens, reader.BytesConsumed);
        });
        area.Check("tokens of a text in two pieces", () =>
        {
            var first = new Utf8JsonReader("""{"key":12"""u8, isFinalBlock: false, default);
            int tokens = 0;
            while (first.Read())
                tokens++;
            var second = new Utf8JsonReader("""1234}"""u8, isFinalBlock: true, first.CurrentState);
            second.Read();
            return Values.Of(tokens, first.BytesConsumed, second.TokenType, second.GetInt32());
        });
        area.Check("escaped strictly and loosely", () => Values.Of(
            JavaScriptEncoder.Default.Encode("<é\"\n😀>"), JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode("<é\"\n😀>"), JsonEncodedText.Encode("a/b").ToString(), HtmlEncoder.Default.Encode("<&>"), UrlEncoder.Default.Encode("a b&c")));
        area.Check("four threads read the same text", () =>
        {
            string text = JsonSerializer.Serialize(Sample, JsonShapes.Default.Invoice);
            var sums = new decimal[4];
            Crew.Run(4, number =>
            {
                for (int i = 0; i < 100; i++)
                    sums[number] += Read(text).Total;
            });
            return Values.Of(sums);
        });
    }

    private static Invoice Read(string text) => JsonSerializer.Deserialize(text, JsonShapes.Default.Invoice) ?? throw new InvalidDataException("null instead of an invoice");

    private static void Parse(string text) => JsonDocument.Parse(text).Dispose();

    private static string Reason(Action action)
    {
        try
        {
            action();
            return "nothing";
        }
        catch (JsonException e)
        {
            return $"{e.GetType().Name} at {e.Path ?? "-"} line {e.LineNumber} byte {e.BytePositionInLine}";
        }
    }
}
