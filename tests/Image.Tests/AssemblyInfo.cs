using Xunit;

// Each guest takes a whole core; several at once would only measure each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
