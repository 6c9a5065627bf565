namespace DSoftBus.Tests.Metal.ClassLibrary.Json;

internal sealed record InvoiceLine(string Article, int Count, double Weight);
