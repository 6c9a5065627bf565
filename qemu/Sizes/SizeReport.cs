using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace DSoftBus.Qemu.Sizes;

/// <summary>The size table as text and as <c>sizes.json</c>.</summary>
public static class SizeReport
{
    public const string FileName = "sizes.json";

    /// <summary>The document; the same for the same image.</summary>
    /// <param name="table">The sizes.</param>
    /// <param name="sha256">Of the image file, lower-case hexadecimal.</param>
    /// <param name="imageBytes">Length of the image file, its headers included.</param>
    public static JsonObject Json(SizeTable table, string sha256, long imageBytes) => new()
    {
        ["sha256"] = sha256,
        ["imageBytes"] = imageBytes,
        ["fileBytes"] = table.FileBytes,
        ["memoryBytes"] = table.MemoryBytes,
        ["rooms"] = Rows(table.Rows.Where(row => SizeOwners.IsRoom(row.Owner))),
        ["packages"] = Rows(table.Rows.Where(row => !SizeOwners.IsRoom(row.Owner))),
    };

    public static void Show(IAnsiConsole console, SizeTable table)
    {
        var grid = new Table().Border(console.Profile.Out.IsTerminal ? TableBorder.Rounded : TableBorder.Ascii);
        grid.AddColumn("room or package");
        grid.AddColumn(new TableColumn("in the file").RightAligned());
        grid.AddColumn(new TableColumn("in memory").RightAligned());
        foreach (SizeRow row in table.Rows)
            grid.AddRow(SizeOwners.Name(row.Owner), Number(row.FileBytes), Number(row.MemoryBytes));
        grid.AddRow("all", Number(table.FileBytes), Number(table.MemoryBytes));
        console.Write(grid);
    }

    private static JsonArray Rows(IEnumerable<SizeRow> rows) => [.. rows.Select(row => (JsonNode)new JsonObject
    {
        ["name"] = SizeOwners.Name(row.Owner),
        ["fileBytes"] = row.FileBytes,
        ["memoryBytes"] = row.MemoryBytes,
    })];

    private static string Number(ulong bytes) => bytes.ToString("N0", CultureInfo.InvariantCulture);
}
